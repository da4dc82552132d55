import { randomBytes, randomInt } from "node:crypto"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { recordDeploymentInput } from "#lib/changes/input.ts"
import { listChanges } from "#lib/changes/queries.ts"
import { recordDeployment } from "#lib/changes/record-deployment.ts"
import { draftDocumentInput, editDocumentInput } from "#lib/documents/input.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { changeFlagInput, createFlagInput } from "#lib/flags/input.ts"
import type { DocumentId, ReleaseId } from "#lib/kernel/ids.ts"
import { draftDocument } from "#lib/releases/draft-document.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import type { Runtime } from "#lib/runtime.ts"
import { approveAll, shaOf } from "#tests/support/a-release.ts"
import { ADA } from "#tests/support/world.ts"

/** Words that stand nowhere else, by what they are the word for. */
export type Words = Record<string, string>

/** A release every field of which is a word of its own: where one of them turns up, it is known what leaked. */
export type Canary = {
  releaseId: ReleaseId
  entryId: DocumentId
  /** What visitors read after the moment. */
  told: Told
  /** What they never read. */
  kept: Words
  /** The ids of its parts by the resource they are of: they are no secret, and lead nobody in. */
  ids: Record<string, string>
}

export type Told = Record<(typeof TOLD)[number], string>

const TOLD = [
  ...["entryTitle", "entrySlug", "entryBody", "entryHeading", "entryLinkText", "entryLinkAddress", "entryCode"],
  ...["entryImage", "entryImageText", "entryTag", "announcementTitle", "announcementBody", "announcementTag"],
  ...["articleTitle", "articleSlug", "articleBody", "articleTag", "flagKey"],
] as const

const KEPT = [
  ...[
    "releaseName",
    "releaseSummary",
    "releaseOwner",
    "changeTitle",
    "changeBody",
    "changeScope",
    "changeAuthor",
    "changeMail",
    "changeUrl",
  ],
  ...["repository", "deploymentUrl", "deploymentId", "linkedFlag", "flagDescription", "flagTrait", "flagValue", "stagingFlag", "tokenName"],
  ...[
    "announcementSlug",
    "earlierTitle",
    "earlierBody",
    "earlierSlug",
    "earlierTag",
    "recallReason",
    "laterTitle",
    "laterBody",
    "laterSlug",
  ],
] as const

type Kept = Record<(typeof KEPT)[number] | "sha", string>
type World = Pick<Runtime, "db">

/** Letters alone, so that one word is a title, a slug, a key, a tag or a host name as it stands. */
export function aWord(): string {
  return `zq${Array.from({ length: 16 }, () => String.fromCharCode(97 + randomInt(26))).join("")}`
}

/** Planned, deployed, approved: all that is missing is the launch. */
export async function aCanary(world: World): Promise<Canary> {
  const told = wordsFor(TOLD)
  const kept: Kept = { ...wordsFor(KEPT), sha: shaOf(randomBytes(20).toString("hex")) }
  const changeId = await deploy(world, kept)
  const flag = await aFlag(world, { key: told.flagKey, environment: "production", kept })
  await aFlag(world, { key: kept.stagingFlag, environment: "staging", kept })
  const token = await createToken(world, ADA, createTokenInput.parse({ name: kept.tokenName, scopes: ["releases:read"] }))
  const plan = { name: kept.releaseName, summary: kept.releaseSummary, owner: kept.releaseOwner, changes: [changeId] }
  const releaseId = await planRelease(world, ADA, planReleaseInput.parse({ ...plan, flags: [{ flag, enabled: true }] }))
  const entryId = await write(world, releaseId, told, kept)
  await approveAll(world, releaseId)
  const ids = { releases: releaseId, changes: changeId, flags: flag, tokens: token.id, documents: entryId, launches: releaseId }
  return { releaseId, entryId, told, kept, ids }
}

/** After the moment somebody goes on writing: the live words stay, these are not for visitors yet. */
export async function writeOn(world: World, { entryId, kept }: Canary): Promise<void> {
  const { laterTitle: title, laterBody: body, laterSlug: slug } = kept
  await editDocument(world, ADA, { ...editDocumentInput.parse({ title, body, slug }), id: entryId })
}

function wordsFor<Name extends string>(names: readonly Name[]): Record<Name, string> {
  // What fromEntries forgets: the names are those of the list.
  return Object.fromEntries(names.map((name) => [name, aWord()])) as Record<Name, string>
}

async function deploy(world: World, kept: Kept): Promise<string> {
  const message = `feat(${kept.changeScope}): ${kept.changeTitle}\n\n${kept.changeBody}\n\nFeature-Flag: ${kept.linkedFlag}`
  const author = { name: kept.changeAuthor, email: `${kept.changeMail}@acme.example` }
  const url = `https://code.example/${kept.changeUrl}`
  const commit = { sha: kept.sha, message, author, committedAt: "2026-11-01T09:00:00Z", url }
  const repository = `acme/${kept.repository}`
  const where = { repository, environment: "production", url: `https://ci.example/${kept.deploymentUrl}`, externalId: kept.deploymentId }
  await recordDeployment(world, ADA, recordDeploymentInput.parse({ ...where, sha: kept.sha, status: "success", commits: [commit] }))
  const [change] = await listChanges(world.db, { repository, limit: 1, after: null })
  if (!change) throw new Error("the deployment brought no change")
  return change.id
}

async function aFlag(world: World, { key, environment, kept }: { key: string; environment: string; kept: Kept }) {
  const id = await createFlag(
    world,
    ADA,
    createFlagInput.parse({ connection: "builtin", key, environment, description: kept.flagDescription }),
  )
  const condition = { trait: kept.flagTrait, operator: "equals", values: [kept.flagValue] }
  await changeBuiltInFlag(world, ADA, { ...changeFlagInput.parse({ targeting: [{ conditions: [condition], rollout: 0 }] }), id })
  return id
}

async function write(world: World, releaseId: ReleaseId, told: Told, kept: Kept): Promise<DocumentId> {
  const earlier = { title: kept.earlierTitle, body: kept.earlierBody, slug: kept.earlierSlug, tags: [kept.earlierTag] }
  const entryId = await draftDocument(world, ADA, { ...draftDocumentInput.parse({ kind: "entry", ...earlier }), releaseId })
  const entry = { title: told.entryTitle, body: bodyOf(told), slug: told.entrySlug, tags: [told.entryTag] }
  await editDocument(world, ADA, { ...editDocumentInput.parse(entry), id: entryId })
  const { announcementSlug } = kept
  const announcement = { title: told.announcementTitle, body: told.announcementBody, slug: announcementSlug, tags: [told.announcementTag] }
  await draftDocument(world, ADA, { ...draftDocumentInput.parse({ kind: "announcement", ...announcement }), releaseId })
  const article = { title: told.articleTitle, body: told.articleBody, slug: told.articleSlug, tags: [told.articleTag] }
  await draftDocument(world, ADA, { ...draftDocumentInput.parse({ kind: "article", ...article }), releaseId })
  return entryId
}

function bodyOf(told: Told): string {
  return [
    `${told.entryBody} is what it does.`,
    `![${told.entryImageText}](https://images.example/${told.entryImage}.png)`,
    `## ${told.entryHeading}`,
    `Read [${told.entryLinkText}](https://acme.example/${told.entryLinkAddress}) and [the help](/help/${told.articleSlug}).`,
    `\`\`\`ts\nconst ${told.entryCode} = 1\n\`\`\``,
  ].join("\n\n")
}
