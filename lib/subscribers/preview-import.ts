import { inArray } from "drizzle-orm"
import { addressKeys, subscribers, suppressions } from "#db/schema/subscribers.ts"
import type { Queryable } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import type { Runtime } from "../runtime.ts"
import { openSecret } from "../secrets/sealed-secret.ts"
import { secretKeys } from "../secrets/secret-keys.ts"
import { ADDRESS_KEY_PLACE } from "./address-key.ts"
import { chunksOf, type ImportFile, readHeader, reportOfChunk, rowsOf } from "./csv-file.ts"
import { knownCells } from "./csv-row.ts"
import { type ImportReport, type ReportedRow, type RowFate, reportOf } from "./import-report.ts"
import { listTopics } from "./queries.ts"
import type { SubscriberState } from "./subscriber.ts"
import type { SubscriberRow } from "./subscriber-row.ts"
import { hashOfAddress } from "./suppression.ts"

/** What an import of the file would do now, line by line. Writes nothing; `importSubscribers` decides again for itself. */
export async function previewImport(deps: Pick<Runtime, "db" | "settings">, actor: Actor, file: ImportFile): Promise<ImportReport> {
  authorize(actor, "subscriber.write")
  const { shape, firstLine } = readHeader(file.bytes)
  const topics = new Set((await listTopics(deps.db)).map(({ key }) => key))
  const key = await findKey(deps)
  const report: ReportedRow[] = []
  for (const chunk of chunksOf(file.bytes, { shape, firstLine, defaults: { consent: file.consent, cells: knownCells(topics) } })) {
    report.push(...reportOfChunk(chunk, await foresee(deps.db, rowsOf(chunk), key)))
  }
  return reportOf("preview", report)
}

/** Null: nothing was ever hashed, so nobody is suppressed. */
async function findKey({ db, settings }: Pick<Runtime, "db" | "settings">): Promise<Buffer | null> {
  const [row] = await db.select({ sealed: addressKeys.sealedKey }).from(addressKeys)
  return row === undefined ? null : Buffer.from(openSecret(secretKeys(settings), row.sealed, ADDRESS_KEY_PLACE), "base64url")
}

async function foresee(db: Queryable, rows: readonly SubscriberRow[], key: Buffer | null): Promise<Map<string, RowFate>> {
  if (rows.length === 0) return new Map()
  const addresses = rows.map(({ address }) => address)
  const { address, state } = subscribers
  const standing = await db.select({ address, state }).from(subscribers).where(inArray(address, addresses))
  const known = new Map(standing.map((one) => [one.address, one.state]))
  const suppressed =
    key === null ? new Set<string>() : await listSuppressed(db, new Map(addresses.map((one) => [hashOfAddress(key, one), one])))
  return new Map(addresses.map((one) => [one, fateOf(known.get(one), suppressed.has(one))]))
}

async function listSuppressed(db: Queryable, addressOf: ReadonlyMap<string, string>): Promise<Set<string>> {
  const { addressHash } = suppressions
  const rows = await db
    .select({ addressHash })
    .from(suppressions)
    .where(inArray(addressHash, [...addressOf.keys()]))
  return new Set(rows.flatMap((row) => addressOf.get(row.addressHash) ?? []))
}

function fateOf(state: SubscriberState | undefined, isSuppressed: boolean): RowFate {
  if (isSuppressed) return { is: "kept out", because: "suppressed" }
  if (state === "ended") return { is: "kept out", because: "unsubscribed" }
  return { is: state === undefined ? "added" : "updated" }
}
