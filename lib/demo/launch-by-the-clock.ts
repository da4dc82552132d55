import { systemClock } from "../kernel/clock.ts"
import type { PortalClient } from "./portal-client.ts"
import { readMail } from "./read-mail.ts"
import type { Timeline } from "./timeline.ts"
import { waitFor } from "./wait-for.ts"

/** Where Acme's people look at the clock. */
const ZONE = "Europe/Lisbon"

type Draft = { id: string; hash: string }
type Told = { launch: { id: string; state: string } | null }

/** The same release once more, with nobody watching: the words are approved again, and a time on the wall is all that is asked for. */
export async function launchByTheClock(client: PortalClient, timeline: Timeline, release: { id: string }): Promise<void> {
  timeline.chapter("Once more, by the clock")
  const { items } = await client.get<{ items: Draft[] }>(`/api/v1/releases/${release.id}/documents`)
  for (const { id, hash } of items) await client.post(`/api/v1/documents/${id}/approve`, { hash })
  const at = inSeconds(2)
  const { instant } = await client.post<{ instant: string }>(`/api/v1/releases/${release.id}/schedule`, { at, timeZone: ZONE })
  timeline.line(`Scheduled for ${at} in ${ZONE}; until then nothing of it can change`)
  const { launch } = await waitFor(
    () => client.get<Told>(`/api/v1/releases/${release.id}`),
    (told) => told.launch?.state === "settled",
  )
  const { releasedAt } = await client.get<{ releasedAt: string }>(`/api/v1/launches/${launch?.id}`)
  const late = Temporal.Instant.from(releasedAt).since(Temporal.Instant.from(instant)).total("milliseconds")
  if (launch !== null) await readMail(client, timeline, launch.id)
  timeline.line(`Launched by the clock: public ${Math.round(late)} ms after the time on the wall, and never before it`)
}

/** A whole second, a little more than so many of them ahead. */
function inSeconds(seconds: number): string {
  const now = systemClock.now().toZonedDateTimeISO(ZONE).toPlainDateTime()
  return now.add({ seconds }).round({ smallestUnit: "second", roundingMode: "ceil" }).toString()
}
