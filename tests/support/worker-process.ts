import { spawn } from "node:child_process"
import { once } from "node:events"
import { API_TOKEN, type World } from "#tests/support/world.ts"

const ROOT = new URL("../../", import.meta.url).pathname
const TAKES_JOBS = "The worker is taking jobs."

/** The worker of `npm run worker`, as a process of its own on the world's database. */
export async function startWorkerProcess(world: World, env: Record<string, string> = {}): Promise<{ stop(): Promise<void> }> {
  const child = spawn(process.execPath, ["--import", "tsx", "bin/worker.ts"], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: world.url,
      DATABASE_PUBLIC_URL: world.publicUrl,
      CURTAIN_SECRET_KEY: world.settings.secretKey,
      CURTAIN_API_TOKEN: API_TOKEN,
      LOG_LEVEL: "error",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const ended = once(child, "exit")
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => said.push(text))
  while (!said.join("").includes(TAKES_JOBS)) {
    await Promise.race([once(child.stdout, "data"), ended.then(() => Promise.reject(new Error(`the worker ended: ${said.join("")}`)))])
  }
  return {
    stop: async () => {
      child.kill("SIGTERM")
      await ended
    },
  }
}
