import { topics } from "#db/schema/subscribers.ts"
import { createToken } from "#lib/access/create-token.ts"
import { listChanges, listDeployments, listRepositories } from "#lib/changes/queries.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import type { HookReading } from "#lib/hooks/hook-reading.ts"
import type { HookSender } from "#lib/hooks/hook-sender.ts"
import { receiveHook } from "#lib/hooks/receive-hook.ts"
import type { LaunchId, ReleaseId } from "#lib/kernel/ids.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { listCapturedMails } from "#lib/mail/queries.ts"
import { invitePersonInput } from "#lib/people/input.ts"
import { invitePerson } from "#lib/people/invite-person.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { createSegment } from "#lib/subscribers/create-segment.ts"
import { createSegmentInput } from "#lib/subscribers/input.ts"
import { subscriberToken } from "#lib/subscribers/subscriber-link.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { aSubscriber } from "#tests/support/a-subscriber.ts"
import { advance, launch, recall } from "#tests/support/launch-steps.ts"
import { aLiveLaunch, mailAndSettle, someSubscribers } from "#tests/support/mail-stage.ts"
import { aPerson, type SignedIn } from "#tests/support/person.ts"
import { publishDocuments } from "#tests/support/released-content.ts"
import { scheduleIn } from "#tests/support/schedule-steps.ts"
import { TYPICAL_WORDS } from "#tests/support/typical-words.ts"
import { ADA, type World } from "#tests/support/world.ts"

/** What the addresses of a portal are made of, where a page is about one thing of many. */
export type ToldPortal = {
  owner: SignedIn
  /** The newest there is. */
  revision: number
  change: string
  deployment: string
  repository: string
  mail: string
  releases: Record<"planned" | "scheduled" | "released" | "recalled", ReleaseId>
  documents: Record<"entry" | "announcement" | "article" | "email", string>
  launches: Record<"held" | "settled" | "recalled", LaunchId>
  subscriber: string
  segment: string
  links: Record<"confirm" | "preferences" | "unsubscribe", string>
}

/** A portal with a year behind it: one thing at least in every state that a page has words for. */
export async function aToldPortal(world: World): Promise<ToldPortal> {
  const owner = await aPerson(world, "owner", { name: "Ada Lovelace" })
  await invitePerson(world, ADA, invitePersonInput.parse({ email: "grace@acme.example", role: "author" }))
  await createToken(world, ADA, { name: "CI", scopes: ["deployments:write"], environment: null, expiresAt: null })
  await tellTheSite(world)
  const readers = await tellTheReaders(world)
  const plans = await tellTheReleases(world)
  await tellTheHooks(world)
  return { owner, ...readers, ...plans, ...(await findTheRest(world)) }
}

const HOOKS: HookSender = { kind: "bootstrap", name: "bootstrap token" }

const PROS = { trait: "plan", operator: "equals", values: ["pro"] }

/** More entries than one page of the site or of a tag holds, and help. */
async function tellTheSite(world: World): Promise<void> {
  const many = Array.from({ length: 22 }, (_, place) => ({
    title: `Improvement ${place}`,
    tags: ["speed"],
    publishedAt: `2026-0${1 + (place % 9)}-11T09:00:00Z`,
  }))
  await publishDocuments(world, [
    ...many,
    { title: "Search that forgives", slug: "search", body: TYPICAL_WORDS, tags: ["search", "api"], publishedAt: "2026-10-20T09:00:00Z" },
    { kind: "article", title: "Filters", slug: "filters", body: `${TYPICAL_WORDS}\n\n## More\n\nWords.` },
  ])
}

async function tellTheReaders(world: World): Promise<Pick<ToldPortal, "links" | "subscriber" | "segment">> {
  await world.db.insert(topics).values({ key: "api", name: "API changes", description: "What developers have to know" })
  await someSubscribers(world, 5)
  const subscriber = await aSubscriber(world, { name: "Joan Clarke", topics: ["api"] })
  const pending = await aSubscriber(world, { state: "pending", consentBasis: null, consentAt: null, consentSource: null })
  const link = (purpose: "confirm" | "preferences" | "unsubscribe", subscriberId = subscriber) =>
    subscriberToken(world.settings, { purpose, subscriberId })
  return {
    subscriber,
    segment: await createSegment(world, ADA, createSegmentInput.parse({ name: "Pros", rule: PROS })),
    links: { confirm: link("confirm", pending), preferences: link("preferences"), unsubscribe: link("unsubscribe") },
  }
}

async function tellTheReleases(world: World): Promise<Pick<ToldPortal, "releases" | "documents" | "launches" | "revision">> {
  const settled = await aLiveLaunch(world)
  await advance(world, settled)
  await mailAndSettle(world, settled)
  const taken = await aRelease(world, { name: "Shared carts", flags: [{ key: "shared-carts" }] })
  const recalled = await launch(world, taken.id)
  await recall(world, taken.id)
  const held = await aLiveLaunch(world, { hold: "PT1H" })
  const scheduled = await aRelease(world, { name: "Cheaper parcels" })
  await scheduleIn(world, scheduled.id, 86_400)
  const released = await aRelease(world, { name: "Faster search", flags: [{ key: "fast-search" }] })
  const { siteRevision } = await getLaunch(world.db, await launch(world, released.id))
  const all = { announcement: {}, article: {}, email: {} }
  const planned = await aRelease(world, { name: "The new editor", flags: [{ key: "new-editor" }], ...all })
  const releases = { planned: planned.id, scheduled: scheduled.id, released: released.id, recalled: taken.id }
  const documents = await findDocuments(world, planned.id)
  return { releases, launches: { held, settled, recalled }, documents, revision: siteRevision ?? 0 }
}

/** Each by its kind; the entry has an older version to be compared with. */
async function findDocuments(world: World, releaseId: ReleaseId): Promise<ToldPortal["documents"]> {
  const found = { entry: "", announcement: "", article: "", email: "" }
  for (const { id, kind } of await listDocuments(world.db, releaseId)) {
    found[kind] = id
    if (kind === "entry") await editDocument(world, ADA, { id, body: "It is written anew.\n\nIn two parts." })
  }
  return found
}

/** A hook that was ignored and one that nobody could read, and a plan that is not ready. */
async function tellTheHooks(world: World): Promise<void> {
  const readings: HookReading[] = [
    { event: "ping", repository: "acme/shop", is: "ignored", reason: "A ping says that the hook works." },
    { event: "push", repository: "acme/shop", is: "unreadable", complaints: [{ path: "ref", message: "is missing" }] },
  ]
  for (const reading of readings) await receiveHook(world, HOOKS, { source: "github", deliveryId: reading.event, reading })
  await aRelease(world, { name: "A plan without words", entry: null, flags: [{ key: "dark-mode" }] })
}

async function findTheRest(world: World): Promise<Pick<ToldPortal, "change" | "deployment" | "repository" | "mail">> {
  const [change] = await listChanges(world.db, { after: null, limit: 1 })
  const [deployment] = await listDeployments(world.db, { after: null, limit: 1 })
  const [repository] = await listRepositories(world.db, { after: null, limit: 1 })
  const [mail] = await listCapturedMails(world.db, { search: null, after: null, limit: 1 })
  if (!change || !deployment || !repository || !mail) throw new Error("the story has a hole")
  return { change: change.id, deployment: deployment.id, repository: repository.id, mail: String(mail.id) }
}
