import { ensureBuild } from "#lib/portal/ensure-build.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { launch } from "#tests/support/launch-steps.ts"
import { startWebProcess } from "#tests/support/web-process.ts"
import { openCluster } from "./cluster.ts"
import { pin } from "./cores.ts"
import { proseOf } from "./prose.ts"
import type { ServerProcess } from "./server-process.ts"

/** A changelog entry of 4,000 words: about ten kilobytes once it is compressed. */
const WORDS = 4000
const SLUG = "a-long-entry"

/** Twenty more, so that the feed is one of a portal that has been used. */
const OTHERS = 20

/** The built site in a process of its own, with released content; `entry` is the path of a long one. */
export async function openSite(report: (line: string) => void): Promise<ServerProcess & { entry: string }> {
  await ensureBuild({ report })
  const cluster = await openCluster()
  const portal = await cluster.openPortal("site")
  for (let n = 1; n <= OTHERS; n++) await launch(portal, (await aRelease(portal, { entry: { body: proseOf({ words: 200, seed: n }) } })).id)
  const entry = { title: "A long entry", slug: SLUG, body: proseOf({ words: WORDS, seed: 1 }) }
  await launch(portal, (await aRelease(portal, { entry })).id)
  const web = await startWebProcess(portal)
  pin(web.pid, "measured")
  const close = async () => {
    await web.stop()
    await portal.close()
    await cluster[Symbol.asyncDispose]()
  }
  return { url: web.url, pid: web.pid, entry: `/changelog/${SLUG}`, [Symbol.asyncDispose]: close }
}
