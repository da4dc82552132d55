import { functionsOf, type TopFunction, takes } from "../functions.ts"
import { file, isCode, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { codeOnly } from "../scan.ts"

export const commandsAuthorize: Rule = {
  name: "a command that takes an actor opens with authorize",
  complaints: (files) =>
    files.filter((source) => isCode(source) && isUnder(source.path, "lib") && !isExempt(source.path)).flatMap(complain),
  failing: [
    {
      files: [command("const launch = await lockLaunch()\n  authorize(actor, 'launch.recall')")],
      complaint: "recallLaunch takes an actor and does not open with authorize(",
    },
    { files: [command("return deps.db.transaction(() => authorize(actor))")], complaint: "does not open with" },
    { files: [command("// authorize(actor)\n  return withdraw()")], complaint: "does not open with" },
    { files: [file("lib/flags/x.ts", "export async function x(deps: Deps, by: Actor) {}")], complaint: "x takes an actor" },
    {
      files: [file("lib/launch/recall-launch.ts", "export const recallLaunch = async (deps: Deps, actor: Actor) => {}")],
      complaint: "a function declaration",
    },
  ],
  passing: [
    command("authorize(actor, 'launch.recall')"),
    command("const proven = await authorize(actor, 'launch.recall')"),
    file("lib/launch/refuse-launch.ts", "export async function refuseLaunch(tx: Transaction, actor: Actor) {\n  return tell()\n}"),
    file("lib/launch/launch.ts", "export function mayRecall(actor: Actor) {\n  return true\n}"),
  ],
}

function command(body: string): SourceFile {
  return file(
    "lib/launch/recall-launch.ts",
    `export async function recallLaunch(deps: Deps, actor: Actor): Promise<{ is: string }> {\n  ${body}\n}`,
  )
}

// lib/access/ is who asks and whether they may: it cannot ask itself. A query trusts the scope that its loader proved.
function isExempt(path: string): boolean {
  return isUnder(path, "lib/access") || path.endsWith("/queries.ts")
}

function complain(source: SourceFile): string[] {
  const commands = functionsOf(source).filter(isCommand)
  return [
    ...commands
      .filter(({ body }) => !/^\s*(?:const \w+ = )?(?:await )?authorize\(/.test(body))
      .map(({ name }) => `${source.path}: ${name} takes an actor and does not open with authorize(`),
    ...[...codeOnly(source.text).matchAll(/^export const (\w+) = async\b/gm)].map(
      (hit) => `${source.path}: write ${hit[1]} as a function declaration, so that this rule can read it`,
    ),
  ]
}

/** A step that joins a transaction was let in by the command that opened it; a predicate only answers. */
function isCommand({ isExported, isAsync, parameters }: TopFunction): boolean {
  const asksForOne = takes(parameters, "actor") || /:\s*Actor\b/.test(parameters)
  return isExported && isAsync && asksForOne && !takes(parameters, "tx")
}
