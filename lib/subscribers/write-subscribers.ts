import { inArray, sql } from "drizzle-orm"
import { suppressions } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { newId, type SubscriberId } from "../kernel/ids.ts"
import { DEFAULT_LOCALE } from "./subscriber.ts"
import type { RowOutcome, SubscriberRow } from "./subscriber-row.ts"
import { hashOfAddress } from "./suppression.ts"

export type Writing = { key: Buffer; source: string }

/** Adds people or what is known of them, in one statement; each address may be there once. The outcomes are by address. */
export async function writeSubscribers(
  tx: Transaction,
  rows: readonly SubscriberRow[],
  { key, source }: Writing,
): Promise<Map<string, RowOutcome>> {
  const prepared = rows.map((row) => ({ id: newId<SubscriberId>(), address_hash: hashOfAddress(key, row.address), ...row }))
  const hashes = prepared.map((row) => row.address_hash)
  const suppressed = await listSuppressed(tx, hashes)
  const allowed = prepared.filter((row) => !suppressed.has(row.address_hash))
  const written = new Map((await upsert(tx, allowed, source)).map((one) => [one.address, one]))
  return new Map(
    prepared.map((row): [string, RowOutcome] => {
      const one = written.get(row.address)
      if (one) return [row.address, { is: one.added ? "added" : "updated", id: one.id }]
      return [row.address, { is: "kept out", because: suppressed.has(row.address_hash) ? "suppressed" : "unsubscribed" }]
    }),
  )
}

async function listSuppressed(tx: Transaction, hashes: string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set()
  const rows = await tx.select({ hash: suppressions.addressHash }).from(suppressions).where(inArray(suppressions.addressHash, hashes))
  return new Set(rows.map(({ hash }) => hash))
}

type Prepared = SubscriberRow & { id: SubscriberId; address_hash: string }

/** What is already active stays active with the consent it has; somebody who ended is not touched at all. */
async function upsert(tx: Transaction, rows: Prepared[], source: string) {
  if (rows.length === 0) return []
  return tx.execute<{ id: SubscriberId; address: string; added: boolean }>(sql`
    insert into subscribers
      (id, email, address, address_hash, name, locale, traits, topics, state, consent_basis, consent_at, consent_source)
    select given.id, given.email, given.address, given.address_hash, given.name,
      coalesce(given.locale, known.locale, ${DEFAULT_LOCALE}), given.traits, given.topics, case given.consent when 'confirmed' then 'active' else 'pending' end,
      case given.consent when 'confirmed' then 'stated' end, case given.consent when 'confirmed' then now() end,
      case given.consent when 'confirmed' then ${source} end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given
      (id uuid, email text, address text, address_hash text, name text, locale text, traits jsonb, topics text[], consent text)
      left join subscribers known on known.address = given.address
    on conflict (address) do update set
      name = coalesce(excluded.name, subscribers.name),
      locale = excluded.locale,
      traits = subscribers.traits || excluded.traits,
      topics = coalesce(excluded.topics, subscribers.topics),
      state = case when subscribers.state = 'active' then 'active' else excluded.state end,
      consent_basis = case when subscribers.state = 'active' then subscribers.consent_basis else excluded.consent_basis end,
      consent_at = case when subscribers.state = 'active' then subscribers.consent_at else excluded.consent_at end,
      consent_source = case when subscribers.state = 'active' then subscribers.consent_source else excluded.consent_source end,
      updated_at = now()
    where subscribers.state <> 'ended'
    returning id, address, (xmax = 0) as added`)
}
