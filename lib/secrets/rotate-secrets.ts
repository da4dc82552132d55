import { sql } from "drizzle-orm"
import type { Runtime } from "../runtime.ts"
import { CannotOpen, openSecret, prefixOf, sealSecret } from "./sealed-secret.ts"
import { type SecretKeys, secretKeys } from "./secret-keys.ts"
import { flagTokenPlace } from "./secret-places.ts"

/** One statement seals as many again: a row is locked for a moment only, and ten thousand take seconds. */
const CHUNK = 500

type Outdated = { id: string; sealed: string }

/**
 * Seals again what a previous key has sealed, so that the key can go. Runs at the start of a worker, beside others that do the
 * same and while people enter new tokens: only the very text that was read is written over.
 */
export async function rotateSecrets(deps: Pick<Runtime, "db" | "settings" | "log">): Promise<{ rotated: number; lost: number }> {
  const keys = secretKeys(deps.settings)
  const told = { rotated: 0, lost: 0 }
  let after = ""
  for (;;) {
    const outdated = await readChunk(deps, keys, after)
    const last = outdated.at(-1)
    if (last === undefined) return told
    const { fresh, lost } = sealAgain(keys, outdated)
    for (const { id, reason } of lost) deps.log.error({ connection: id, reason }, "a stored token is lost: enter it again")
    told.rotated += await writeChunk(deps, fresh)
    told.lost += lost.length
    after = last.id
  }
}

async function readChunk({ db }: Pick<Runtime, "db">, keys: SecretKeys, after: string): Promise<Outdated[]> {
  return db.execute<Outdated>(sql`
    select id, sealed_token as sealed from flag_connections
    where sealed_token is not null and not starts_with(sealed_token, ${prefixOf(keys)}) and id > ${after}
    order by id limit ${CHUNK}`)
}

type Fresh = Outdated & { fresh: string }
type Lost = { id: string; reason: string }

function sealAgain(keys: SecretKeys, outdated: Outdated[]): { fresh: Fresh[]; lost: Lost[] } {
  const fresh: Fresh[] = []
  const lost: Lost[] = []
  for (const { id, sealed } of outdated) {
    const place = flagTokenPlace(id)
    try {
      fresh.push({ id, sealed, fresh: sealSecret(keys, openSecret(keys, sealed, place), place) })
    } catch (error) {
      if (!(error instanceof CannotOpen)) throw error
      lost.push({ id, reason: error.message })
    }
  }
  return { fresh, lost }
}

async function writeChunk({ db }: Pick<Runtime, "db">, fresh: Fresh[]): Promise<number> {
  const written = await db.execute(sql`
    update flag_connections set sealed_token = one.fresh
    from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as one (id text, sealed text, fresh text)
    where flag_connections.id = one.id and flag_connections.sealed_token = one.sealed
    returning flag_connections.id`)
  return written.length
}
