import { callsIn } from "../functions.ts"
import { file, isCode, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { transactionsIn } from "../transactions.ts"

/** Writes an audit record, or moves a state (whose mover writes one): recordAudit, moveLaunch, moveRelease. */
const LEAVES_A_TRACE = /^(recordAudit|move[A-Z]\w*)$/

/** Path → why its transactions need no record. The list only shrinks. */
const EXCEPTIONS: Record<string, string> = {
  "lib/audit/seal-audit.ts": "links the records themselves into the chain",
  "lib/idempotency/keep-answer-with-work.ts": "keeps the answer in the transaction of a command, which audits for itself",
  "lib/idempotency/keep-answer-after-work.ts": "keeps the answer to a command that has audited for itself",
  "lib/launch/recover-lost-launches.ts": "only asks again for the next step, which records what it does",
  "lib/delivery/recover-lost-mail.ts": "only asks again for the next step, which records what it does",
  "lib/delivery/materialise-audience.ts": "writes out an audience that the launch's record already names, in chunks",
  "lib/delivery/send-batch.ts": "claims and settles deliveries; each is its own record of what was sent",
}

export const transactionsLeaveATrace: Rule = {
  name: "who opens a transaction audits or moves a state",
  complaints: (files) =>
    files.filter((source) => isCode(source) && isUnder(source.path, "lib")).flatMap((source) => complain(source, files)),
  failing: [
    { files: [opens("await tx.insert(flags)")], complaint: "lib/flags/create-flag.ts:2" },
    {
      files: [opens("// recordAudit(tx)\n  await save(tx)"), file("lib/flags/save.ts", "export function save() {}")],
      complaint: "nothing it calls",
    },
    {
      files: [opens('await save(tx)\n}\n\nfunction unrelated() {\n  recordAudit(tx, actor, "flag.created")')],
      complaint: "nothing it calls",
    },
  ],
  passing: [
    opens("await save(tx)\n}\n\nfunction save(tx) {\n  recordAudit(tx)"),
    file("lib/site/queries.ts", 'export function list() {\n  return db.transaction(read, { accessMode: "read only" })\n}'),
    file(
      "lib/launch/move-on.ts",
      'import { step } from "./take-step.ts"\nexport async function moveOn(db) {\n  await db.transaction((tx) => step(tx))\n}',
    ),
    file("lib/launch/take-step.ts", 'export function step(tx) {\n  return moveLaunch(tx, launch, "live")\n}'),
  ],
}

function opens(body: string): SourceFile {
  return file("lib/flags/create-flag.ts", `export async function createFlag(deps) {\n  await deps.db.transaction(async (tx) => ${body}\n)}`)
}

function complain(source: SourceFile, files: SourceFile[]): string[] {
  if (source.path in EXCEPTIONS) return []
  return transactionsIn(source, files)
    .filter(({ readsOnly, bodies }) => !readsOnly && !bodies.some((body) => callsIn(body).some((name) => LEAVES_A_TRACE.test(name))))
    .map(({ where }) => `${where} opens a transaction in which nothing it calls audits (recordAudit) or moves a state (move…)`)
}
