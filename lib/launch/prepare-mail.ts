import { eq } from "drizzle-orm"
import { releases } from "#db/schema/releases.ts"
import { listDocuments } from "../documents/queries.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { renderMails } from "./render-mails.ts"

/**
 * Renders a release's mail before anybody holds a lock, so that begin-launch finds it rendered: the first one of a process takes most of
 * a second, since the library has to be loaded. What has changed until then is rendered again, and nothing here decides anything.
 */
export async function prepareMail(deps: Pick<Runtime, "db" | "settings">, releaseId: ReleaseId): Promise<void> {
  const [release] = await deps.db.select({ mail: releases.mail }).from(releases).where(eq(releases.id, releaseId))
  if (release?.mail === "send") await renderMails(deps.db, await listDocuments(deps.db, releaseId), deps.settings)
}
