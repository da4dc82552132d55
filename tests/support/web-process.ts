import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { ensureBuild } from "#lib/portal/ensure-build.ts"
import { API_TOKEN, type World } from "#tests/support/world.ts"

export type WebProcess = { url: string; pid: number; stop(): Promise<void> }

const SCRIPT = new URL("./web-under-test.ts", import.meta.url).pathname

/** The built site as a process of its own in front of a world's database, as a second machine would run it. */
export async function startWebProcess(world: World, env: Record<string, string> = {}): Promise<WebProcess> {
  await ensureBuild({ report: () => {} })
  const child = spawn(process.execPath, ["--import", "tsx", SCRIPT], {
    env: { ...process.env, ...envFor(world), ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  })
  if (!child.stdout) throw new Error("the web process has no output")
  const lines = createInterface({ input: child.stdout })
  const url = await new Promise<string>((resolve, reject) => {
    lines.on("line", (line) => line.startsWith("at ") && resolve(line.slice(3)))
    child.once("exit", (code) => reject(new Error(`the web process ended with ${code} before it listened`)))
  })
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill("SIGKILL")
      await once(child, "exit")
    },
  }
}

function envFor(world: World): Record<string, string> {
  return {
    NODE_ENV: "production",
    DATABASE_URL: world.url,
    TEST_PUBLIC_URL: world.publicUrl,
    CURTAIN_SECRET_KEY: world.settings.secretKey,
    CURTAIN_API_TOKEN: API_TOKEN,
    CURTAIN_ROLES: "web",
    PUBLIC_URL: world.settings.publicUrl.href,
    CURTAIN_ALLOW_CAPTURE: "1",
    LOG_LEVEL: "error",
  }
}
