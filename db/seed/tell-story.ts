import { asc, sql } from "drizzle-orm"
import { auditRecords } from "#db/schema/audit.ts"
import { asDatabase, type Queryable } from "#db/transaction.ts"
import type { PersonActor, Role } from "#lib/access/actor.ts"
import { recordAudit } from "#lib/audit/record-audit.ts"
import { publishBrand } from "#lib/documents/publish-brand.ts"
import { editSender } from "#lib/mail/edit-sender.ts"
import { editAccess } from "#lib/people/edit-access.ts"
import { invitePerson } from "#lib/people/invite-person.ts"
import { listPeople } from "#lib/people/queries.ts"
import { importEntries } from "#lib/releases/import-entries.ts"
import { importEntriesInput } from "#lib/releases/input.ts"
import { createSegment } from "#lib/subscribers/create-segment.ts"
import { createTopic } from "#lib/subscribers/create-topic.ts"
import { importSubscribers } from "#lib/subscribers/import-subscribers.ts"
import { createSegmentInput } from "#lib/subscribers/input.ts"
import { BRAND, PEOPLE, readersFile, SEGMENTS, SENDER, TOPICS } from "./audience.ts"
import { type Cast, hoursBefore, type StoryDeps, TELLER } from "./cast.ts"
import { tellDeployments } from "./tell-deployments.ts"
import { tellFlags } from "./tell-flags.ts"
import { tellLaunches, tellPlans } from "./tell-releases.ts"
import { wordsIn } from "./words.ts"

/** Any number would do: two processes that start at once tell one story. */
const STORY_LOCK = 5_302_711

/**
 * Acme's last year, so that every page has something to show: through the commands that everybody uses. Only where nothing has ever
 * happened. What leads up to the launches is one transaction; each launch has its own, for its moment is that of its transaction. A process
 * that dies while it tells is taken up by the next start, before anybody is let in. Whatever mail the story owes is captured.
 */
export async function tellStory(deps: StoryDeps): Promise<"told" | "not the beginning"> {
  return deps.db.transaction(async (lock) => {
    await lock.execute(sql`select pg_advisory_xact_lock(${STORY_LOCK})`)
    const lines = await listFirstActions(lock)
    if (lines.length === 0) await begin(deps)
    else if (lines[0] !== "story.told" || lines.includes("story.ended")) return "not the beginning"
    await tellLaunches(deps, await listCast(deps.db))
    await deps.db.transaction((tx) => recordAudit(tx, { actor: TELLER, action: "story.ended", subject: PORTAL }))
    return "told"
  })
}

const PORTAL = { kind: "portal", id: "portal" } as const

function begin(deps: StoryDeps): Promise<void> {
  return deps.db.transaction(async (tx) => {
    // First of all lines: by it the portal knows for good that its beginning is a story.
    await recordAudit(tx, { actor: TELLER, action: "story.told", subject: PORTAL })
    await tellAll({ ...deps, db: asDatabase(tx) })
  })
}

/** More than the story has lines; whatever happens leaves one, the first owner included. */
const FIRST_LINES = 1000

async function listFirstActions(db: Queryable): Promise<string[]> {
  const first = await db.select({ action: auditRecords.action }).from(auditRecords).orderBy(asc(auditRecords.id)).limit(FIRST_LINES)
  return first.map(({ action }) => action)
}

async function tellAll(deps: StoryDeps): Promise<void> {
  await invite(deps)
  const cast = await listCast(deps.db)
  // Whoever looks around is alone: nobody else is there to read what they wrote.
  await editAccess(deps, TELLER, { ownApproval: "allowed" })
  await publishBrand(deps, cast.publisher, BRAND)
  await editSender(deps, cast.publisher, SENDER)
  await gatherReaders(deps, cast)
  await bringHistory(deps)
  await tellDeployments(deps, cast)
  await tellFlags(deps, cast)
  await tellPlans(deps, cast)
}

async function invite(deps: StoryDeps): Promise<void> {
  for (const [name, role] of PEOPLE) {
    const first = name.split(" ")[0] ?? ""
    await invitePerson(deps, TELLER, { email: `${first.toLowerCase()}@acme.example`, role, name })
  }
}

/** Those who have a part in the story. */
async function listCast(db: Queryable): Promise<Cast> {
  const people = await listPeople(db, { after: null, limit: PEOPLE.length })
  const as = (wanted: Role): PersonActor => {
    const found = people.find(({ role }) => role === wanted)
    if (found === undefined) throw new Error(`nobody in the story is ${wanted}`)
    return { kind: "person", id: found.id, name: found.name, role: found.role }
  }
  return { teller: TELLER, author: as("author"), publisher: as("publisher"), support: as("support"), engineer: as("engineer") }
}

async function gatherReaders(deps: StoryDeps, { publisher }: Cast): Promise<void> {
  for (const topic of TOPICS) await createTopic(deps, publisher, topic)
  await importSubscribers(deps, publisher, { bytes: readersFile(), consent: "confirmed" })
  for (const segment of SEGMENTS) await createSegment(deps, publisher, createSegmentInput.parse(segment))
}

/** What Acme had published before they had Curtain: it is dated as it was, and tells nobody anything. */
async function bringHistory(deps: StoryDeps): Promise<void> {
  const entries = wordsIn("entries").map(({ file, title, tags, body, ago }) => ({
    ...{ title, tags, body, slug: file },
    publishedAt: hoursBefore(deps, ago * 24 + 2).toString(),
  }))
  const oldestFirst = entries.toSorted((one, other) => one.publishedAt.localeCompare(other.publishedAt))
  await importEntries(deps, TELLER, importEntriesInput.parse({ name: "The changelog of before", entries: oldestFirst }))
}
