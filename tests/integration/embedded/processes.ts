import { type ChildProcess, spawn } from "node:child_process"
import { onTestFinished } from "vitest"
import { becomesTrue, isAlive } from "#db/embedded/process-life.ts"

export { isAlive as isRunning }

/** Something that has nothing to do with PostgreSQL and lives as long as the test. */
export function spawnBystander(): ChildProcess {
  const child = spawn(process.execPath, ["--eval", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] })
  onTestFinished(() => void child.kill("SIGKILL"))
  return child
}

export async function untilGone(pid: number): Promise<void> {
  if (!(await becomesTrue(async () => !isAlive(pid), 10_000))) throw new Error(`process ${pid} is still there`)
}
