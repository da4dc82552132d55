import { READERS, SENDER } from "./demo-story.ts"
import type { PortalClient } from "./portal-client.ts"
import type { Timeline } from "./timeline.ts"

/** People who asked to hear of releases, and who they will hear from. */
export async function inviteReaders(client: PortalClient, timeline: Timeline): Promise<void> {
  const { from } = await client.patch<{ from: string }>("/api/v1/sender", SENDER)
  for (const reader of READERS) await client.post("/api/v1/subscribers", { ...reader, consent: "confirmed" })
  timeline.line(`${READERS.length} subscribers; they will hear from ${SENDER.name} <${from}>`)
}
