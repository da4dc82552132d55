import "server-only"
import type { Runtime } from "#lib/runtime.ts"
import { runtime } from "../../../runtime.ts"

export type SiteAt = Pick<Runtime, "publicDb"> & { revision: number; publicUrl: URL }

/** What a page is made from: released rows as of the revision in its path, and the address that links are made from. */
export async function siteAt(revision: string): Promise<SiteAt> {
  const { publicDb, settings } = await runtime()
  return { publicDb, revision: Number(revision), publicUrl: settings.publicUrl }
}
