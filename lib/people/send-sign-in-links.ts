import { eq, sql } from "drizzle-orm"
import { signInLinks } from "#db/schema/people.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { idOf, type SignInLinkId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { signInMail } from "./people-mail.ts"
import { roleByDomain } from "./person.ts"
import { findPersonByAddress, getAccessRules } from "./queries.ts"
import { type MailOutcome, sendPersonMail } from "./send-person-mail.ts"
import { type LinkState, linkText } from "./sign-in-link.ts"

type Deps = Pick<Runtime, "db" | "settings" | "mailer" | "log">
type Asked = { id: SignInLinkId; address: string }

/**
 * One round: every link that was asked for and not sent. Whether the address is somebody's is found out here, after the answer, so
 * that nobody can tell by it. A worker that dies leaves the row as it was, and the next round sends the same mail again.
 */
export async function sendSignInLinks(deps: Deps): Promise<void> {
  for (const asked of await claimAsked(deps)) {
    const name = await findName(deps, asked.address)
    if (name === null) await settle(deps, asked, "nobody")
    else await noteOutcome(deps, asked, await post(deps, asked, name))
  }
}

/** Another worker has it after fifteen seconds, longer than a mail server may take to answer. */
async function claimAsked(deps: Pick<Runtime, "db">): Promise<Asked[]> {
  const rows = await deps.db.execute<{ id: string; address: string }>(sql`
    update sign_in_links set attempts = attempts + 1, attempted_at = now() where id in (
      select id from sign_in_links
      where state = 'asked' and expires_at > now() and (attempted_at is null or attempted_at < now() - interval '15 seconds')
      order by created_at limit 20 for update skip locked)
    returning id, address`)
  return rows.map(({ id, address }) => ({ id: idOf<SignInLinkId>(id), address }))
}

/** Of somebody who is here or invited, or who may come by the rule for a domain; null is nobody. */
async function findName({ db }: Pick<Runtime, "db">, address: string): Promise<string | null> {
  const person = await findPersonByAddress(db, address)
  if (person !== null) return person.name
  return roleByDomain(await getAccessRules(db), address) === null ? null : ""
}

function post(deps: Deps, { id, address }: Asked, name: string): Promise<MailOutcome> {
  const { publicUrl } = deps.settings
  const href = new URL(`/signin/confirm/${linkText(deps.settings, id)}`, publicUrl).href
  return sendPersonMail(deps, { ...signInMail({ href, host: publicUrl.host }), to: { address, name }, key: `sign-in-link/${id}` })
}

async function noteOutcome(deps: Deps, asked: Asked, outcome: MailOutcome): Promise<void> {
  if (outcome.is !== "sent") deps.log.warn({ link: asked.id, reason: outcome.reason }, "a sign-in link did not go out")
  if (outcome.is !== "later") await settle(deps, asked, outcome.is)
}

/** Only from `asked`: a link that was used in the meantime stays used. */
async function settle(deps: Deps, { id, address }: Asked, state: LinkState): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const settled = await tx
      .update(signInLinks)
      .set({ state })
      .where(sql`${eq(signInLinks.id, id)} and ${signInLinks.state} = 'asked'`)
      .returning({ id: signInLinks.id })
    const person = state === "nobody" ? null : await findPersonByAddress(tx, address)
    if (settled.length === 0 || person === null) return
    const subject = { kind: "person" as const, id: person.id }
    await recordAudit(tx, { actor: MAIL, action: "person.link_sent", subject, detail: { outcome: state } })
  })
}

const MAIL = { kind: "system" as const, name: "sign-in mail" }
