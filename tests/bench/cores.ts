import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { availableParallelism } from "node:os"

/** What is measured runs on one core, what asks and waits on the other: neither takes time from the other. */
const CORES = { measured: "0", asking: "1" }

/** Binds a process with all its threads, and what it starts from now on. Does nothing where there is no second core, or no `taskset`. */
export function pin(pid: number, core: keyof typeof CORES): void {
  // A process that is bound to one core already is told of one only: whoever bound it knows of two.
  if (availableParallelism() > 1) spawnSync("taskset", ["-a", "-c", "-p", CORES[core], String(pid)], { stdio: "ignore" })
}

/** Linux counts processor time in hundredths of a second, whatever the hardware does. */
const TICK_MS = 10

/** Milliseconds of processor time that a process has used, its threads included; NaN where /proc does not tell. */
export function processorMs(pid: number): number {
  try {
    // The name of the process is in parentheses and may hold anything; the numbers come after it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? []
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return Number.NaN
  }
}

/** The processes that this one has started, as far as /proc tells. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number)
  } catch {
    return []
  }
}
