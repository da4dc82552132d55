import { sql } from "drizzle-orm"
import { newId, type SignInLinkId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { LINK_LIMITS } from "./link-limits.ts"
import { hashOfCookie, LINK_MINUTES } from "./sign-in-link.ts"

export type AskForLink = {
  /** As `readAddress` wrote it. */
  address: string
  /** The cookie of the browser that asks: the link works in that one alone. */
  browser: string
  network: string
  wanted: string
  /** An account at a provider that did not prove the address: using the link does. */
  account?: { provider: string; account: string }
}

export type AskOutcome = { is: "asked" } | { is: "too many"; retryAfterSeconds: number }

/**
 * Writes that a link was asked for, and no more: the same statement, and the same time, whoever the address is of. A worker finds
 * out later whether it is somebody's, and only then is there a mail.
 */
export async function askForLink(deps: Pick<Runtime, "db">, asked: AskForLink): Promise<AskOutcome> {
  const { address, network, wanted, account } = asked
  const values = sql`${newId<SignInLinkId>()}::uuid, ${address}::text, 'asked', ${hashOfCookie(asked.browser)}::text, ${network}::text,
    ${wanted}::text, ${account?.provider ?? null}::text, ${account?.account ?? null}::text, now() + ${span}`
  const [row] = await deps.db.execute<{ taken: boolean; wait: number }>(sql`
    with recent as (
      select count(*) filter (where address = ${address}) as of_address, count(*) filter (where client = ${network}) as of_network,
             coalesce(ceil(extract(epoch from min(created_at) + ${span} - now())), 0)::int as wait
      from sign_in_links where created_at > now() - ${span} and (address = ${address} or client = ${network})
    ), written as (
      insert into sign_in_links (id, address, state, browser, client, wanted, provider, account, expires_at)
      select ${values} from recent where of_address < ${LINK_LIMITS.perAddress} and of_network < ${LINK_LIMITS.perNetwork}
      returning 1
    )
    select exists (select from written) as taken, wait from recent`)
  return row?.taken ? { is: "asked" } : { is: "too many", retryAfterSeconds: Math.max(row?.wait ?? 0, 1) }
}

const span = sql`make_interval(mins => ${LINK_MINUTES})`
