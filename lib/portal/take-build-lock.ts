import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { systemClock } from "../kernel/clock.ts"

const LOOK_EVERY_MS = 250
/** The holder says every second that it lives. A process that died, whose number may be another's by now, says nothing. */
const ALIVE_EVERY_MS = 1000
const DEAD_AFTER_MS = 8000
/** Two may find the same dead lock at once: the one whose name is still in it after this has it. */
const SETTLED_MS = 100

/** Waits until nobody else builds, and gives back what ends that again. */
export async function takeBuildLock(file: string, { report }: { report(line: string): void }): Promise<() => void> {
  mkdirSync(dirname(file), { recursive: true })
  const name = `${process.pid} ${crypto.randomUUID()}`
  for (let looks = 0; !(await take(file, name)); looks++) {
    if (looks === 0) report("Somebody else is building the site from this checkout: waiting for that.")
    await sleep(LOOK_EVERY_MS)
  }
  const timer = setInterval(() => sayAlive(file), ALIVE_EVERY_MS)
  return () => {
    clearInterval(timer)
    if (holderOf(file) === name) rmSync(file, { force: true })
  }
}

async function take(file: string, name: string): Promise<boolean> {
  if (isDead(file)) rmSync(file, { force: true })
  try {
    writeFileSync(file, name, { flag: "wx" })
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false
    throw error
  }
  await sleep(SETTLED_MS)
  return holderOf(file) === name
}

function isDead(file: string): boolean {
  const lock = statSync(file, { throwIfNoEntry: false })
  if (!lock) return false
  if (systemClock.now().epochMilliseconds - lock.mtimeMs > DEAD_AFTER_MS) return true
  const [pid] = (holderOf(file) ?? "").split(" ")
  return !!pid && !isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

function holderOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return null
  }
}

function sayAlive(file: string): void {
  const now = systemClock.now().epochMilliseconds / 1000
  if (statSync(file, { throwIfNoEntry: false })) utimesSync(file, now, now)
}
