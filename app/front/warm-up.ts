import { askNext, type RequestHandler } from "./ask-next.ts"

/** Of revision 0, at which nothing was live: every kind of page is loaded, and nothing of it is kept or shown. */
const PATHS = ["", "/changelog/none", "/warm", "/feed/rss", "/missing", "/help", "/help/none", "/older/2/0.none", "/sitemap"]

/**
 * Loads what makes pages, so that the first visitor after a start, or after a release, does not wait for it. Never rejects:
 * what does not work now will say so to whoever asks for it.
 */
export async function warmUp(handle: RequestHandler): Promise<void> {
  const headers = { host: "localhost" }
  for (const path of PATHS) await askNext(handle, { method: "GET", path: `/r/0${path}`, headers }).catch(() => {})
}
