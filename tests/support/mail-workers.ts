import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import type { SendingTerms } from "#lib/delivery/sender.ts"
import { bundleProcess } from "#tests/support/bundle-process.ts"
import type { MailProcess } from "#tests/support/mail-process.ts"
import { API_TOKEN, type World } from "#tests/support/world.ts"

const SCRIPT = new URL("./mail-process.ts", import.meta.url).pathname

export type MailWorkers = {
  /** Kills one of them outright, by turns, and puts a new one in its place. */
  killOne(): Promise<void>
  /** What a service manager does: asks one to end, and says how it ended. */
  endOne(): Promise<number | null>
  stop(): Promise<void>
}

export type MailWork = { workers: number; terms: Partial<SendingTerms>; env: Record<string, string> }

/** Workers that only send mail, each a process of its own. */
export async function startMailWorkers(world: World, { workers, terms, env }: MailWork): Promise<MailWorkers> {
  const script = await bundleProcess(SCRIPT)
  const running = await Promise.all(Array.from({ length: workers }, start))
  return {
    killOne: async () => {
      await end("SIGKILL")
      running.push(await start())
    },
    endOne: () => end("SIGTERM"),
    stop: async () => {
      while (running.length > 0) await end("SIGKILL")
    },
  }

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    const oldest = running.shift()
    if (!oldest) return null
    const ended = once(oldest, "exit")
    oldest.kill(signal)
    await ended
    return oldest.exitCode
  }

  async function start(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [script, JSON.stringify({ task: "send", terms } satisfies MailProcess)], {
      env: { ...process.env, ...environmentOf(world), ...env },
      stdio: ["ignore", "pipe", "inherit"],
    })
    const isUp = await Promise.race([once(child.stdout, "data").then(() => true), once(child, "exit").then(() => false)])
    if (!isUp) throw new Error("a worker that should send mail ended before it began")
    return child
  }
}

export function environmentOf(world: World): Record<string, string> {
  return {
    DATABASE_URL: world.url,
    TEST_PUBLIC_URL: world.publicUrl,
    PUBLIC_URL: world.settings.publicUrl.href,
    CURTAIN_SECRET_KEY: world.settings.secretKey,
    CURTAIN_API_TOKEN: API_TOKEN,
    CURTAIN_ROLES: "web",
    LOG_LEVEL: "error",
  }
}
