import { CORRECTION } from "./demo-story.ts"
import type { PortalClient } from "./portal-client.ts"
import { readMail } from "./read-mail.ts"
import type { Timeline } from "./timeline.ts"
import { waitFor } from "./wait-for.ts"

type Named = { id: string; state: string }
type Draft = { id: string; kind: string; hash: string }

/** A mail cannot be taken back. Who got it, and nobody else, is told that the release was. */
export async function correctMail(client: PortalClient, timeline: Timeline, recalled: { id: string }): Promise<void> {
  const release = await client.post<Named>("/api/v1/releases", { ...CORRECTION, mail: "send", hold: "PT0S", corrects: recalled.id })
  const { items } = await client.post<{ items: Draft[] }>(`/api/v1/releases/${release.id}/drafts`)
  for (const { id, hash } of items) await client.post(`/api/v1/documents/${id}/approve`, { hash })
  timeline.line(`A correction, "${CORRECTION.name}", is for those who were mailed and for nobody else`)
  const { launch } = await client.post<{ launch: Named }>(`/api/v1/releases/${release.id}/launch`)
  await waitFor(
    () => client.get<Named>(`/api/v1/launches/${launch.id}`),
    ({ state }) => state === "settled",
  )
  await readMail(client, timeline, launch.id)
}
