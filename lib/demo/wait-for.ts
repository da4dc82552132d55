import { setTimeout as sleep } from "node:timers/promises"

/** The worst that the demo waits for anything. */
const PATIENCE_MS = 20_000

export async function waitFor<Value>(ask: () => Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const value = await ask()
    if (isThere(value)) return value
    if (performance.now() > until) throw new Error(`This did not come true within ${PATIENCE_MS / 1000} seconds: ${JSON.stringify(value)}`)
    await sleep(20)
  }
}
