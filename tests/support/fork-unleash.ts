import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { z } from "zod"
import { installPeers, PEERS } from "#tests/support/install-peers.ts"

export const UNLEASH_TOKENS = {
  adminToken: "*:*.admin-token-of-the-tests",
  backendToken: "default:production.backend-token-of-the-tests",
  frontendToken: "default:production.frontend-token-of-the-tests",
}

// About five seconds on an idle machine; its migrations are many.
const STARTS_WITHIN_MS = 60_000

/** A real Unleash server as a process of its own, on loopback, in a database that is its own. */
export async function forkUnleash(databaseUrl: string): Promise<{ child: ChildProcess; url: string }> {
  await installPeers()
  const child = fork(join(PEERS, "run-unleash.mjs"), {
    env: environment(databaseUrl),
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  })
  const errors: string[] = []
  child.stderr?.setEncoding("utf8").on("data", (text: string) => errors.push(text))
  try {
    const [message] = await Promise.race([once(child, "message", { signal: AbortSignal.timeout(STARTS_WITHIN_MS) }), endOf(child)])
    return { child, url: z.object({ url: z.string() }).parse(message).url }
  } catch (cause) {
    await killUnleash(child)
    throw new Error(`the Unleash server did not start: ${errors.join("").slice(-2000)}`, { cause })
  }
}

export async function killUnleash(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, "exit")
  child.kill("SIGKILL")
  await ended
}

async function endOf(child: ChildProcess): Promise<never> {
  const [code, signal] = await once(child, "exit")
  throw new Error(`it ended (${signal ?? code})`)
}

function environment(databaseUrl: string): NodeJS.ProcessEnv {
  const quiet = { DATABASE_SSL: "false", SEND_TELEMETRY: "false", CHECK_VERSION: "false", NODE_ENV: "production" as const }
  const tokens = {
    INIT_ADMIN_API_TOKENS: UNLEASH_TOKENS.adminToken,
    INIT_BACKEND_API_TOKENS: UNLEASH_TOKENS.backendToken,
    INIT_FRONTEND_API_TOKENS: UNLEASH_TOKENS.frontendToken,
    BACKEND_TOKEN: UNLEASH_TOKENS.backendToken,
  }
  return { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, DATABASE_URL: databaseUrl, ...quiet, ...tokens }
}
