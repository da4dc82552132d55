import { createHash } from "node:crypto"
import { recordDeploymentInput } from "#lib/changes/input.ts"
import { listChanges } from "#lib/changes/queries.ts"
import { recordDeployment } from "#lib/changes/record-deployment.ts"
import { draftDocumentInput } from "#lib/documents/input.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { createFlagInput } from "#lib/flags/input.ts"
import type { FlagId, ReleaseId } from "#lib/kernel/ids.ts"
import { draftDocument } from "#lib/releases/draft-document.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import type { Runtime } from "#lib/runtime.ts"
import { approveAll } from "#tests/support/a-release.ts"
import { ADA } from "#tests/support/world.ts"
import { proseOf } from "./prose.ts"

type Portal = Pick<Runtime, "db">

/** What is in it: a quarter's work, not a week's. */
const DOCUMENTS = { entry: 100, announcement: 50, article: 20 } as const
const FLAGS = 20
const CHANGES = 100

/** How many documents a launch of it has to make live. */
export const DOCUMENT_COUNT = DOCUMENTS.entry + DOCUMENTS.announcement + DOCUMENTS.article

/** A release made through the portal's own commands, approved and ready to launch. */
export async function aBigRelease(portal: Portal): Promise<ReleaseId> {
  const changes = await deployChanges(portal)
  const flags = await createFlags(portal)
  const id = await planRelease(portal, ADA, planReleaseInput.parse({ name: "A quarter's work", changes, flags }))
  for (const [kind, count] of Object.entries(DOCUMENTS)) {
    for (let n = 1; n <= count; n++) {
      const input = draftDocumentInput.parse({ kind, title: `Big ${kind} ${n}`, body: proseOf({ words: 150, seed: n }) })
      await draftDocument(portal, ADA, { ...input, releaseId: id })
    }
  }
  await approveAll(portal, id)
  return id
}

async function deployChanges(portal: Portal): Promise<string[]> {
  const commits = Array.from({ length: CHANGES }, (_, n) => ({
    sha: createHash("sha1").update(`big release, change ${n}`).digest("hex"),
    message: `feat: part ${n} of a quarter's work`,
    author: { name: "Grace" },
    committedAt: "2026-11-01T09:00:00Z",
  }))
  const sha = commits.at(-1)?.sha
  const deployment = { repository: "acme/shop", environment: "production", status: "success", sha, commits }
  await recordDeployment(portal, ADA, recordDeploymentInput.parse(deployment))
  const changes = await listChanges(portal.db, { repository: "acme/shop", state: "unreleased", limit: CHANGES, after: null })
  return changes.map((change) => change.id)
}

async function createFlags(portal: Portal): Promise<{ flag: FlagId; enabled: boolean }[]> {
  const targets: { flag: FlagId; enabled: boolean }[] = []
  for (let n = 1; n <= FLAGS; n++) {
    const input = createFlagInput.parse({ connection: "builtin", key: `big-release-${n}`, environment: "production" })
    targets.push({ flag: await createFlag(portal, ADA, input), enabled: true })
  }
  return targets
}
