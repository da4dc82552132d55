import { eq, sql } from "drizzle-orm"
import { people } from "#db/schema/people.ts"
import type { Role } from "../access/actor.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { idOf, type PersonId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { invitationMail } from "./people-mail.ts"
import { type MailOutcome, sendPersonMail } from "./send-person-mail.ts"

type Deps = Pick<Runtime, "db" | "settings" | "mailer" | "log">
type Owed = { id: PersonId; address: string; name: string; role: Role; by: string; attempts: number }

/** About an hour of a mail server that is away; after that the list of people says that the mail did not go out. */
const MOST_ATTEMPTS = 240

/** One round: tells everybody who was invited and does not know of it. */
export async function sendInvitations(deps: Deps): Promise<void> {
  for (const owed of await claimOwed(deps)) await noteOutcome(deps, owed, await post(deps, owed))
}

async function claimOwed(deps: Pick<Runtime, "db">): Promise<Owed[]> {
  const rows = await deps.db.execute<{ id: string; address: string; name: string; role: Role; by: string; attempts: number }>(sql`
    update people set invitation_attempts = invitation_attempts + 1, invitation_attempted_at = now() where id in (
      select id from people
      where invitation = 'owed' and (invitation_attempted_at is null or invitation_attempted_at < now() - interval '15 seconds')
      order by invited_at limit 20 for update skip locked)
    returning id, address, name, role, invited_by as by, invitation_attempts as attempts`)
  return rows.map((row) => ({ ...row, id: idOf<PersonId>(row.id) }))
}

function post(deps: Deps, { id, address, name, role, by }: Owed): Promise<MailOutcome> {
  const { publicUrl } = deps.settings
  const words = invitationMail({ href: new URL("/signin", publicUrl).href, host: publicUrl.host, role, by })
  return sendPersonMail(deps, { ...words, to: { address, name }, key: `invitation/${id}` })
}

async function noteOutcome(deps: Deps, { id, name, attempts }: Owed, outcome: MailOutcome): Promise<void> {
  if (outcome.is !== "sent") deps.log.warn({ person: id, reason: outcome.reason }, "an invitation did not go out")
  if (outcome.is === "later" && attempts < MOST_ATTEMPTS) return
  const invitation = outcome.is === "sent" ? "sent" : "failed"
  await deps.db.transaction(async (tx) => {
    const noted = await tx
      .update(people)
      .set({ invitation })
      .where(sql`${eq(people.id, id)} and ${people.invitation} = 'owed'`)
      .returning({ id: people.id })
    if (noted.length === 0) return
    await recordAudit(tx, { actor: MAIL, action: "person.told", subject: { kind: "person", id }, detail: { name, outcome: invitation } })
  })
}

const MAIL = { kind: "system" as const, name: "sign-in mail" }
