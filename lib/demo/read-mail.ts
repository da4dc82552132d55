import type { PortalClient } from "./portal-client.ts"
import type { Timeline } from "./timeline.ts"

type Told = { releasedAt: string; steps: { at: string; detail: { to?: string } }[]; mail: Counts }
type Counts = { candidates: number; accepted: number; covered: number; state: string }
type Delivery = { state: string; subscriber: { email: string; name: string | null } | null }

/** Says who was mailed by a launch that has settled, and how long after the moment it was through. */
export async function readMail(client: PortalClient, timeline: Timeline, launchId: string): Promise<void> {
  const { mail, releasedAt, steps } = await client.get<Told>(`/api/v1/launches/${launchId}`)
  const settled = steps.findLast(({ detail }) => detail.to === "settled")?.at ?? releasedAt
  const tookMs = Temporal.Instant.from(settled).since(Temporal.Instant.from(releasedAt)).total("milliseconds")
  const before = mail.covered === 0 ? "" : `; ${mail.covered} have had it in an earlier launch and are not mailed twice`
  const told =
    mail.candidates === 0
      ? "nobody is left to tell"
      : `${mail.accepted} of ${mail.candidates} captured, ${Math.round(tookMs)} ms after the moment`
  timeline.line(`Mail: ${told}${before}`)
  const { items } = await client.get<{ items: Delivery[] }>(`/api/v1/launches/${launchId}/deliveries?state=accepted`)
  for (const { subscriber } of items) timeline.detail(`to ${subscriber?.name ?? "a reader"} <${subscriber?.email}>`)
}
