import { mailSender } from "#db/schema/mail.ts"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { editBrandInput } from "#lib/brand/input.ts"
import { recordDeploymentInput } from "#lib/changes/input.ts"
import { recordDeployment } from "#lib/changes/record-deployment.ts"
import { publishBrand } from "#lib/documents/publish-brand.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { changeFlagInput, createFlagInput } from "#lib/flags/input.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { invitePersonInput } from "#lib/people/input.ts"
import { invitePerson } from "#lib/people/invite-person.ts"
import { editRelease } from "#lib/releases/edit-release.ts"
import { editReleaseInput } from "#lib/releases/input.ts"
import { addSubscriber } from "#lib/subscribers/add-subscriber.ts"
import { createSegment } from "#lib/subscribers/create-segment.ts"
import { createTopic } from "#lib/subscribers/create-topic.ts"
import { addSubscriberInput, createSegmentInput, createTopicInput } from "#lib/subscribers/input.ts"
import { aRelease, type PlannedRelease, shaOf } from "#tests/support/a-release.ts"
import { begin } from "#tests/support/launch-steps.ts"
import { mailAndSettle } from "#tests/support/mail-stage.ts"
import { MARKDOWN_ATTACKS } from "#tests/support/markdown-attacks.ts"
import { publishDocuments } from "#tests/support/released-content.ts"
import { ADA, type World } from "#tests/support/world.ts"

/** As a name of anything: it ends an attribute, an element, a script, a comment and a string, and opens what would run. */
export const HOSTILE_NAME = `"><img src=x onerror=alert(1)>'--></script></title><script>alert(2)</script>`
/** The same where there is little room. */
export const HOSTILE_TAG = `"><svg onload=alert(3)>`
const HOSTILE_PATH = `acme/"><svg/onload=alert(4)>`

export const EVERY_ATTACK = MARKDOWN_ATTACKS.join("\n\n")
/** Without those that lead to where nothing is: a release does not go out with such links. */
const LAUNCHABLE = MARKDOWN_ATTACKS.filter((attack) => !/\]\(\/[ax]|evil\.example>/.test(attack)).join("\n\n")

export type HostileStory = { revision: number; planned: PlannedRelease; launchId: LaunchId }

/** Everything that anybody can name or write, named and written by somebody who means harm. */
export async function tellHostileStory(world: World): Promise<HostileStory> {
  await nameThings(world)
  await nameReaders(world)
  const launchId = await launchAndMail(world)
  const planned = await aRelease(world, { ...hostileRelease(EVERY_ATTACK), name: `${HOSTILE_NAME} again`, flags: [], approved: "none" })
  const revision = await publishDocuments(world, [
    ...MARKDOWN_ATTACKS.map((body, number) => ({ ...words(number), body })),
    { ...words(100), kind: "article", body: `${EVERY_ATTACK}\n\n## ${HOSTILE_NAME}\n\n### ${HOSTILE_TAG}` },
    // The newest, so that the bell tells of them all.
    ...parts(MARKDOWN_ATTACKS, 10).map((some, number) => ({
      ...{ ...words(200 + number), kind: "announcement" as const, body: some.join("\n\n") },
      publishedAt: "2027-01-01T09:00:00Z",
    })),
  ])
  return { revision, planned, launchId }
}

function words(number: number) {
  return { title: `${number} ${HOSTILE_NAME}`, slug: `attack-${number}`, tags: [HOSTILE_TAG, `t${number % 3}`] }
}

function parts<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, place) => items.slice(place * size, (place + 1) * size))
}

function hostileRelease(body: string) {
  const text = { title: HOSTILE_NAME, tags: [HOSTILE_TAG], body }
  return { name: HOSTILE_NAME, entry: text, article: text, announcement: text, email: { title: HOSTILE_NAME, body } }
}

async function nameThings(world: World): Promise<void> {
  await publishBrand(world, ADA, editBrandInput.parse({ name: `${HOSTILE_TAG}</script>`, lead: HOSTILE_NAME }))
  await world.db.insert(mailSender).values({ name: HOSTILE_NAME, postalAddress: HOSTILE_NAME })
  const commit = { message: `feat(${HOSTILE_TAG}): ${HOSTILE_NAME}\n\n${EVERY_ATTACK}`, author: { name: HOSTILE_NAME } }
  const commits = [{ ...commit, sha: shaOf("hostile"), committedAt: "2026-11-01T09:00:00Z" }]
  const deployment = { repository: HOSTILE_PATH, environment: "production", sha: shaOf("hostile"), status: "success", commits }
  await recordDeployment(world, ADA, recordDeploymentInput.parse(deployment))
  await recordDeployment(world, ADA, recordDeploymentInput.parse({ ...deployment, environment: HOSTILE_TAG }))
  const flag = await createFlag(world, ADA, createFlagInput.parse({ connection: "builtin", key: "plain", environment: "production" }))
  await changeBuiltInFlag(world, ADA, { ...changeFlagInput.parse({ description: HOSTILE_NAME }), id: flag })
  await createToken(world, ADA, createTokenInput.parse({ name: HOSTILE_NAME, scopes: ["releases:read"] }))
}

async function nameReaders(world: World): Promise<void> {
  await createTopic(world, ADA, createTopicInput.parse({ key: "topic", name: HOSTILE_NAME }))
  const rule = { trait: HOSTILE_TAG, operator: "in", values: [HOSTILE_TAG] }
  await createSegment(world, ADA, createSegmentInput.parse({ name: HOSTILE_NAME, rule }))
  const subscriber = { email: "reader@acme.example", name: HOSTILE_NAME, traits: { [HOSTILE_TAG]: HOSTILE_NAME }, consent: "confirmed" }
  await addSubscriber(world, ADA, addSubscriberInput.parse(subscriber))
  const person = { email: "colleague@acme.example", role: "viewer", name: HOSTILE_NAME }
  await invitePerson(world, ADA, invitePersonInput.parse(person))
}

async function launchAndMail(world: World): Promise<LaunchId> {
  const { id } = await aRelease(world, { ...hostileRelease(LAUNCHABLE), flags: [{ key: "hostile" }], hold: "PT0S" })
  await editRelease(world, ADA, { ...editReleaseInput.parse({ summary: HOSTILE_NAME }), id })
  if ((await listDocuments(world.db, id)).length !== 4) throw new Error("the release has not all it needs")
  const launchId = await begin(world, id)
  for (const _ of ["the moment", "the announcement"]) await advanceLaunch(world, { launchId })
  await mailAndSettle(world, launchId)
  return launchId
}
