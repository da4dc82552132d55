import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { type Id, newId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { chunksOf, type ImportFile, readHeader, reportOfChunk, rowsOf } from "./csv-file.ts"
import { knownCells } from "./csv-row.ts"
import { findAddressKey } from "./find-address-key.ts"
import { type ImportReport, type ReportedRow, reportOf } from "./import-report.ts"
import { listTopics } from "./queries.ts"
import { writeSubscribers } from "./write-subscribers.ts"

/**
 * Adds the people of a file in one transaction: a process that dies leaves none of them, and the same file again is the same import.
 * Nothing is mailed, whatever the file says, and whoever left or is suppressed stays out.
 */
export async function importSubscribers(deps: Pick<Runtime, "db" | "settings">, actor: Actor, file: ImportFile): Promise<ImportReport> {
  authorize(actor, "subscriber.write")
  const id = newId<Id<"import">>()
  const { shape, firstLine } = readHeader(file.bytes)
  return deps.db.transaction(async (tx) => {
    const writing = { key: await findAddressKey(tx, deps.settings), source: `import ${id}: ${actor.name}` }
    const topics = new Set((await listTopics(tx)).map(({ key }) => key))
    const defaults = { consent: file.consent, cells: knownCells(topics) }
    const report: ReportedRow[] = []
    for (const chunk of chunksOf(file.bytes, { shape, firstLine, defaults })) {
      report.push(...reportOfChunk(chunk, await writeSubscribers(tx, rowsOf(chunk), writing)))
    }
    const told = reportOf(id, report)
    await recordAudit(tx, { actor, action: "subscribers.imported", subject: { kind: "import", id }, detail: told.counts })
    return told
  })
}
