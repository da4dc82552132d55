import { file, isCode, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { transactionsIn } from "../transactions.ts"

/** Calls that leave the process: a port out of the Runtime, or the network itself. */
const LEAVES =
  /\bdeps\.(?:flags|outbound|codeHost|mailer|mail|webhooks|outside|links|purge)\s*\.\s*\w+\s*\(|(?<![.\w$])fetch\s*\(|\bglobalThis\.fetch\b/

export const noNetworkUnderALock: Rule = {
  name: "no network call while a transaction is open",
  complaints: (files) =>
    files.filter((source) => isCode(source) && isUnder(source.path, "lib")).flatMap((source) => complain(source, files)),
  failing: [
    { files: [opens("(tx) => deps.flags.set(flip)")], complaint: "lib/launch/flip-flags.ts:2" },
    { files: [opens("(tx) => tell(tx))\n}\n\nfunction tell(tx) {\n  return deps.mailer.send(letter")], complaint: "network" },
    {
      files: [
        file("lib/launch/flip-flags.ts", 'import { ask } from "./ask-provider.ts"\nexport const f = () => db.transaction(ask)'),
        file("lib/launch/ask-provider.ts", "export async function ask(tx) {\n  return fetch(url)\n}"),
      ],
      complaint: "network",
    },
  ],
  passing: [
    opens("(tx) => mark(tx))\n  await deps.flags.set(flip"),
    file("lib/flags/survey.ts", "export const read = (deps) => deps.flags.read(target) // no transaction"),
  ],
}

function opens(argument: string): SourceFile {
  return file("lib/launch/flip-flags.ts", `export async function flipFlags(deps) {\n  await deps.db.transaction(${argument})\n}`)
}

function complain(source: SourceFile, files: SourceFile[]): string[] {
  return transactionsIn(source, files)
    .filter(({ bodies }) => bodies.some((body) => LEAVES.test(body)))
    .map(({ where }) => `${where} reaches the network while the transaction is open: network first, locks second`)
}
