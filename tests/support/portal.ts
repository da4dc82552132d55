import { afterAll, expect, vi } from "vitest"
import { ensureBuild } from "#lib/portal/ensure-build.ts"
import type { Runtime } from "#lib/runtime.ts"
import { type Served, serve } from "../../server.ts"

/** The really built site in front of a world's database, on a free loopback port, until the file's last test is over. */
export async function startPortal({ world }: { world: Runtime }): Promise<Served> {
  await ensureBuild({ report: () => {} })
  const served = await serve({ runtime: world, port: 0, dev: "built" })
  afterAll(served.close)
  return served
}

/** Waits until the web process knows of the revision: a few milliseconds after its commit. */
export async function untilAt(world: Pick<Runtime, "revision">, revision: number): Promise<void> {
  await vi.waitFor(() => expect(world.revision.current()).toEqual({ is: "confirmed", revision }), { timeout: 10_000, interval: 5 })
}
