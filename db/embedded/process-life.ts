import { setTimeout as sleep } from "node:timers/promises"

/** A process we may not signal is alive all the same. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/** Asks every 20 ms: a server is ready, or gone, within a few of these. */
export async function becomesTrue(ask: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs
  while (!(await ask())) {
    if (performance.now() > end) return false
    await sleep(20)
  }
  return true
}
