import { eq, sql } from "drizzle-orm"
import { mailSender } from "#db/schema/mail.ts"
import { releases } from "#db/schema/releases.ts"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import { findPlan, type Plan } from "#lib/delivery/queries.ts"
import { sendBatch } from "#lib/delivery/send-batch.ts"
import { SENDING_TERMS, type Sender } from "#lib/delivery/sender.ts"
import { draftDocumentInput } from "#lib/documents/input.ts"
import type { LaunchId, ReleaseId } from "#lib/kernel/ids.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import type { Mailer } from "#lib/mail/mailer.ts"
import { draftDocument } from "#lib/releases/draft-document.ts"
import { approveAll, aRelease } from "#tests/support/a-release.ts"
import { begin } from "#tests/support/launch-steps.ts"
import { ADA, type World } from "#tests/support/world.ts"

/** Active subscribers `person-1@…` and so on, in one statement: a test that needs a thousand does not wait for a thousand. */
export async function someSubscribers(
  world: Pick<World, "db">,
  count: number,
  how: { locale?: string; from?: number } = {},
): Promise<void> {
  const { locale = "en", from = 1 } = how
  await world.db.execute(sql`
    insert into subscribers (id, email, address, address_hash, name, locale, state, consent_basis, consent_at, consent_source)
    select (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'person-' || n || '@example.com', 'person-' || n || '@example.com',
      'hash-' || n, 'Person ' || n, ${locale}, 'active', 'stated', now() - interval '1 day', 'the test'
    from generate_series(${from}::int, ${from + count - 1}::int) as n`)
}

export type MailedRelease = { locales?: string[]; hold?: string }

/** A release that is ready to be launched and mailed, in each of the languages. */
export async function aMailedRelease(world: World, { locales = ["en"], hold = "PT0S" }: MailedRelease = {}): Promise<ReleaseId> {
  await world.db.insert(mailSender).values({ name: "Acme", postalAddress: "1 Main Street, Springfield" }).onConflictDoNothing()
  const { id } = await aRelease(world, { approved: "none", hold, ...(locales.includes("en") ? { email: {} } : {}) })
  await world.db.update(releases).set({ mail: "send" }).where(eq(releases.id, id))
  for (const locale of locales.filter((one) => one !== "en")) {
    const email = { kind: "email", locale, title: `It is here (${locale})`, body: "All about it." }
    await draftDocument(world, ADA, { ...draftDocumentInput.parse(email), releaseId: id })
  }
  await approveAll(world, id)
  return id
}

/** A public release, held back for as long as it says. */
export async function aLiveLaunch(world: World, how: MailedRelease = {}): Promise<LaunchId> {
  const launchId = await begin(world, await aMailedRelease(world, how))
  await advanceLaunch(world, { launchId })
  return launchId
}

/** A public release whose audience is to be written out. */
export async function anAnnouncedLaunch(world: World, how: MailedRelease = {}): Promise<LaunchId> {
  const launchId = await aLiveLaunch(world, how)
  await advanceLaunch(world, { launchId })
  return launchId
}

export function aSender(world: World, mailer: Mailer = world.mailer, terms: Partial<Sender["terms"]> = {}): Sender {
  return { ...world, mailer, terms: { ...SENDING_TERMS, ...terms } }
}

/** Everything that is due now, as one lane would. */
export async function sendAll(sender: Sender): Promise<void> {
  while (await sendBatch(sender));
}

/** Writes the audience out, sends what is due, and lets the launch see what has become of it. */
export async function mailAndSettle(world: World, launchId: LaunchId, mailer: Mailer = world.mailer): Promise<string> {
  await materialiseAudience(world, { launchId })
  await sendAll(aSender(world, mailer))
  await advanceLaunch(world, { launchId })
  return (await getLaunch(world.db, launchId)).state
}

export async function planOf(world: Pick<World, "db">, launchId: LaunchId): Promise<Plan> {
  const plan = await findPlan(world.db, launchId)
  if (!plan) throw new Error("this launch mails nobody")
  return plan
}
