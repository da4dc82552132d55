import "server-only"
import { cache } from "react"
import type { Brand } from "#lib/brand/brand.ts"
import type { Runtime } from "#lib/runtime.ts"
import { readBrand } from "#lib/site/read-brand.ts"
import { runtime } from "../../../runtime.ts"

export type SiteAt = Pick<Runtime, "publicDb"> & { revision: number; publicUrl: URL; brand: Brand }

/** What a page is made from: released rows as of the revision in its path, whose it was then, and the address that links are made from. */
export const siteAt = cache(async (revision: string): Promise<SiteAt> => {
  const { publicDb, settings } = await runtime()
  const brand = await readBrand(publicDb, Number(revision))
  return { publicDb, revision: Number(revision), publicUrl: settings.publicUrl, brand }
})
