import { sql } from "drizzle-orm"
import { asDatabase, type Transaction } from "#db/transaction.ts"
import type { PersonActor, Role } from "#lib/access/actor.ts"
import { recordAudit } from "#lib/audit/record-audit.ts"
import { editSender } from "#lib/mail/edit-sender.ts"
import { invitePerson } from "#lib/people/invite-person.ts"
import { importEntries } from "#lib/releases/import-entries.ts"
import { importEntriesInput } from "#lib/releases/input.ts"
import { createSegment } from "#lib/subscribers/create-segment.ts"
import { createTopic } from "#lib/subscribers/create-topic.ts"
import { importSubscribers } from "#lib/subscribers/import-subscribers.ts"
import { createSegmentInput } from "#lib/subscribers/input.ts"
import { readersFile, SEGMENTS, SENDER, TOPICS } from "./audience.ts"
import { type Cast, hoursBefore, type StoryDeps, TELLER } from "./cast.ts"
import { tellDeployments } from "./tell-deployments.ts"
import { tellFlags } from "./tell-flags.ts"
import { tellReleases } from "./tell-releases.ts"
import { wordsIn } from "./words.ts"

/** Any number would do: two processes that start at once tell one story. */
const STORY_LOCK = 5_302_711

/**
 * Acme's last year, so that every page has something to show: through the commands that everybody uses, and all of it in one transaction.
 * Only where nothing has ever happened; a process that dies while it tells has told nothing. Whatever mail the story owes is captured.
 */
export async function tellStory(deps: StoryDeps): Promise<"told" | "not the beginning"> {
  return deps.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${STORY_LOCK})`)
    if (await hasBegun(tx)) return "not the beginning"
    // First of all lines: by it the portal knows for good that its beginning is a story.
    await recordAudit(tx, { actor: TELLER, action: "story.told", subject: { kind: "portal", id: "portal" } })
    await tellAll({ ...deps, db: asDatabase(tx) })
    return "told"
  })
}

/** Whatever happens leaves a line, the first owner included. */
async function hasBegun(tx: Transaction): Promise<boolean> {
  const [row] = await tx.execute<{ begun: boolean }>(sql`select exists (select from audit_records) as begun`)
  return row?.begun !== false
}

async function tellAll(deps: StoryDeps): Promise<void> {
  const cast = await invite(deps)
  await editSender(deps, cast.publisher, SENDER)
  await gatherReaders(deps, cast)
  await bringHistory(deps)
  await tellDeployments(deps, cast)
  await tellFlags(deps, cast)
  await tellReleases(deps, cast)
}

async function invite(deps: StoryDeps): Promise<Cast> {
  const person = async (name: string, role: Role): Promise<PersonActor> => {
    const email = `${name.split(" ")[0]?.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "")}@acme.example`
    return { kind: "person", id: await invitePerson(deps, TELLER, { email, role, name }), name, role }
  }
  await person("Yuki Arai", "viewer")
  return {
    teller: TELLER,
    author: await person("Noor Haddad", "author"),
    publisher: await person("Marta Lindqvist", "publisher"),
    support: await person("Ravi Menon", "support"),
    engineer: await person("Ines Okafor", "engineer"),
  }
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
