import "server-only"
import { cache } from "react"
import { readBrand } from "#lib/site/read-brand.ts"
import { runtime } from "../../runtime.ts"

/** A page for one visitor is made when it is asked for: whose it is by then. Kept by nobody, it may be asked while nothing is confirmed. */
export const loadBrandNow = cache(async () => {
  const { publicDb, revision } = await runtime()
  const now = revision.current()
  return readBrand(publicDb, now.is === "confirmed" ? now.revision : Number.MAX_SAFE_INTEGER)
})
