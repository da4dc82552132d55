import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { onTestFinished } from "vitest"
import { z } from "zod"
import { runAs } from "#db/embedded/run-as.ts"

const SCRIPT = fileURLToPath(new URL("./portal-script.ts", import.meta.url))

const started = z.object({ url: z.string(), port: z.number(), reused: z.boolean(), reported: z.string(), postmaster: z.number() })

type Circumstances = { uid?: number; gid?: number; within?: string[] }
export type PortalProcess = z.infer<typeof started> & { dataDir: string; stop(): Promise<void>; kill(): Promise<void> }

/** The server started from a process of its own, which can be killed, be another user's, or run within another command. */
export async function startProcess(dataDir: string, circumstances: Circumstances = {}): Promise<PortalProcess> {
  const { child, printed } = spawnPortal(dataDir, circumstances)
  const { line, error } = await printed
  if (line === "") throw new Error(error)
  return { ...started.parse(JSON.parse(line)), dataDir, stop: () => stopPortal(child), kill: () => killPortal(child) }
}

export function spawnPortal(dataDir: string, { within = [], ...user }: Circumstances = {}) {
  const [file = "", ...args] = [...within, process.execPath, "--import", "tsx", SCRIPT, dataDir]
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe"], ...user })
  onTestFinished(() => stopPortal(child))
  return { child, printed: firstLine(child) }
}

export async function killPortal(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL")
  await ended(child)
}

/** Nothing to do for one that was killed. */
async function stopPortal(child: ChildProcess): Promise<void> {
  child.stdin?.end()
  await ended(child)
}

/** Whether that user can read the script and run the interpreter. */
export async function canStartAs(user: { uid: number; gid: number }): Promise<boolean> {
  const script = { file: "/bin/sh", args: ["-c", 'test -r "$0" && test -x "$1"', SCRIPT, process.execPath], cwd: "/" }
  return (await runAs({ is: "other", name: "an ordinary user", ...user }, script)).status === 0
}

/** What it prints once the server runs, or what it died of. */
async function firstLine(child: ChildProcessWithoutNullStreams): Promise<{ line: string; error: string }> {
  let printed = ""
  let error = ""
  child.stderr.on("data", (chunk: Buffer) => {
    error += chunk.toString()
  })
  const line = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes("\n")) resolve()
    })
  })
  await Promise.race([line, once(child, "close")])
  return { line: printed.trim(), error }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
}
