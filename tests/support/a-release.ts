import type { Actor } from "#lib/access/actor.ts"
import { recordDeploymentInput } from "#lib/changes/input.ts"
import { listChanges } from "#lib/changes/queries.ts"
import { recordDeployment } from "#lib/changes/record-deployment.ts"
import { draftDocumentInput } from "#lib/documents/input.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { createFlagInput } from "#lib/flags/input.ts"
import type { FlagId, ReleaseId } from "#lib/kernel/ids.ts"
import { approveDocument } from "#lib/releases/approve-document.ts"
import { draftDocument } from "#lib/releases/draft-document.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import type { Runtime } from "#lib/runtime.ts"
import { ADA } from "#tests/support/world.ts"

type Words = { title?: string; slug?: string; body?: string; tags?: string[] }

export type PlannedRelease = { id: ReleaseId; flagIds: FlagId[]; sha: string }

type Plan = {
  name?: string
  flags?: { key: string; rollout?: number }[]
  /** Flags of other systems, made before. */
  connected?: FlagId[]
  patience?: string
  hold?: string
  entry?: Words | null
  announcement?: Words | null
  article?: Words | null
  /** With words, the release is one that is mailed. */
  email?: Words | null
  approved?: "all" | "none"
  deployed?: "yes" | "no"
  by?: Actor
}

let made = 0

/** A release whose change is in production, with its flags created and its documents approved: ready to launch, unless told otherwise. */
export async function aRelease(world: Pick<Runtime, "db">, plan: Plan = {}): Promise<PlannedRelease> {
  made += 1
  const { name = `Release ${made}`, by = ADA, entry = {}, announcement = null, article = null, email = null } = plan
  const sha = shaOf(`${name} ${made} ${performance.now()}`)
  const changeId = await deploy(world, by, {
    sha,
    message: `feat: ${name}`,
    environment: plan.deployed === "no" ? "staging" : "production",
  })
  const connected = (plan.connected ?? []).map((flag) => ({ flag, enabled: true, rollout: 100 }))
  const flags = [...(await createFlags(world, by, plan.flags ?? [])), ...connected]
  const id = await planRelease(
    world,
    by,
    planReleaseInput.parse({
      ...{ name, changes: [changeId], flags, mail: email === null ? "none" : "send" },
      ...(plan.patience ? { patience: plan.patience } : {}),
      ...(plan.hold ? { hold: plan.hold } : {}),
    }),
  )
  for (const [kind, words] of Object.entries({ entry, announcement, article, email })) {
    if (words === null) continue
    const input = draftDocumentInput.parse({ kind, title: name, body: `All about ${name}.`, ...words })
    await draftDocument(world, by, { ...input, releaseId: id })
  }
  if (plan.approved !== "none") await approveAll(world, id)
  return { id, flagIds: flags.map((target) => target.flag), sha }
}

async function createFlags(world: Pick<Runtime, "db">, by: Actor, wanted: { key: string; rollout?: number }[]) {
  const targets: { flag: FlagId; enabled: boolean; rollout: number }[] = []
  for (const { key, rollout = 100 } of wanted) {
    const flag = await createFlag(world, by, createFlagInput.parse({ connection: "builtin", key, environment: "production" }))
    targets.push({ flag, enabled: true, rollout })
  }
  return targets
}

export async function approveAll(world: Pick<Runtime, "db">, releaseId: ReleaseId): Promise<void> {
  for (const document of await listDocuments(world.db, releaseId))
    await approveDocument(world, ADA, { id: document.id, hash: document.hash })
}

async function deploy(world: Pick<Runtime, "db">, by: Actor, what: { sha: string; message: string; environment: string }) {
  const commit = { sha: what.sha, message: what.message, author: { name: "Grace" }, committedAt: "2026-11-01T09:00:00Z" }
  await recordDeployment(
    world,
    by,
    recordDeploymentInput.parse({
      repository: "acme/shop",
      environment: what.environment,
      sha: what.sha,
      status: "success",
      commits: [commit],
    }),
  )
  const changes = await listChanges(world.db, { repository: "acme/shop", limit: 100, after: null })
  const change = changes.find((item) => item.sha === what.sha)
  if (!change) throw new Error(`the deployment of ${what.sha} brought no change`)
  return change.id
}

/** A SHA-like name for a text: 40 hexadecimal digits. */
export function shaOf(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const letter of text) hash = BigInt.asUintN(64, (hash ^ BigInt(letter.codePointAt(0) ?? 0)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, "0").repeat(3).slice(0, 40)
}
