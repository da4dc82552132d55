import "server-only"
import { notFound } from "next/navigation"
import { pendingOf } from "#lib/delivery/delivery-plan.ts"
import { countExclusions, findPlan, type Plan } from "#lib/delivery/queries.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { idOf, isId, type LaunchId } from "#lib/kernel/ids.ts"
import { findLaunchPulse, getLaunch, listDrift, listFlips, listSteps } from "#lib/launch/queries.ts"
import { getRelease } from "#lib/releases/queries.ts"
import type { Runtime } from "#lib/runtime.ts"

export type MailView = NonNullable<ReturnType<typeof mailOf>>

export type LaunchPage = Awaited<ReturnType<typeof loadLaunch>>

/** The launch of an address with all that its page shows. The pulse comes first: what moves while the rest is read is heard of again. */
export async function loadLaunch({ db }: Pick<Runtime, "db">, text: string) {
  if (!isId(text)) notFound()
  const id = idOf<LaunchId>(text)
  const beat = await findLaunchPulse(db, id)
  if (beat === null) notFound()
  const launch = await getLaunch(db, id)
  const release = await getRelease(db, launch.releaseId)
  const [flips, steps, plan, documents, drift] = await Promise.all([
    listFlips(db, id),
    listSteps(db, id),
    findPlan(db, id),
    listDocuments(db, launch.releaseId),
    listDrift(db, id),
  ])
  // Counted once they do not change any more.
  const exclusions = plan?.state === "ended" && plan.excluded > 0 ? await countExclusions(db, id) : []
  return { launch, release, flips, steps, mail: mailOf(plan), exclusions, documents, drift, pulse: beat.pulse }
}

/** Null: this launch mails nobody, or has not come to it. */
function mailOf(plan: Plan | null) {
  if (plan === null) return null
  const { state, because, candidates, covered, excluded, accepted, failed, unknown, cancelled, bounced } = plan
  return { state, because, candidates, covered, excluded, accepted, failed, unknown, cancelled, bounced, pending: pendingOf(plan) }
}
