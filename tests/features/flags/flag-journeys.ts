import { vi } from "vitest"
import { publicRevision } from "#db/schema/public-views.ts"
import { draftDocumentInput } from "#lib/documents/input.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import type { FlagId, ReleaseId } from "#lib/kernel/ids.ts"
import { draftDocument } from "#lib/releases/draft-document.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import type { Confirmation } from "#lib/site/watch-revision.ts"
import { approveAll } from "#tests/support/a-release.ts"
import * as steps from "#tests/support/launch-steps.ts"
import { ADA, type World } from "#tests/support/world.ts"

export function aFlag(world: World, key: string, environment = "production"): Promise<FlagId> {
  return createFlag(world, ADA, { connection: "builtin", key, environment, description: "" })
}

/** A release that is ready to launch: its entry is written and approved, and it turns these flags on for everyone. */
export async function aRelease(world: World, flags: FlagId[]): Promise<ReleaseId> {
  const targets = flags.map((flag) => ({ flag, enabled: true }))
  const releaseId = await planRelease(world, ADA, planReleaseInput.parse({ name: "New editor", flags: targets }))
  const entry = draftDocumentInput.parse({ kind: "entry", title: "A new editor", body: "Write together." })
  await draftDocument(world, ADA, { ...entry, releaseId })
  await approveAll(world, releaseId)
  return releaseId
}

export async function launch(world: World, releaseId: ReleaseId): Promise<void> {
  await steps.launch(world, releaseId)
  await revisionReached(world)
}

export async function recall(world: World, releaseId: ReleaseId): Promise<void> {
  await steps.recall(world, releaseId)
  await revisionReached(world)
}

const reached = new WeakMap<World, number>()

/** Until this process knows the revision that the database has. */
export async function revisionReached(world: World): Promise<void> {
  const [row] = await world.publicDb.select().from(publicRevision)
  if (row === undefined) throw new Error("the database has no site revision")
  await vi.waitUntil(() => isAt(world.revision.current(), row.revision), { timeout: 20_000, interval: 20 })
  reached.set(world, row.revision)
}

function isAt(current: Confirmation, revision: number): boolean {
  return current.is === "confirmed" && current.revision === revision
}

/**
 * The revision as it was reached last. A machine that is busy with other tests can be late to confirm it again; what is
 * answered then has a test of its own.
 */
export function steadyRevision(world: World): World["revision"] {
  return { ...world.revision, current: () => ({ is: "confirmed", revision: reached.get(world) ?? 0 }) }
}
