import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { bundleProcess } from "#tests/support/bundle-process.ts"
import type { Seam } from "#tests/support/seams.ts"
import { parseSeam, printSeam } from "#tests/support/seams.ts"

export type Child = {
  process: ChildProcess
  /** The seams it passed so far. */
  seams: Seam[]
  /** Resolves with the signal or code it ended with. */
  ended: Promise<string>
  /** Resolves when it printed this line. */
  printed(line: string): Promise<void>
  kill(): Promise<void>
}

const SCRIPT = new URL("./process-under-test.ts", import.meta.url).pathname

export async function startChild(options: {
  task: "begin" | "recall" | "work"
  releaseId?: string
  env: Record<string, string>
  crashAt?: Seam
}): Promise<Child> {
  const script = await bundleProcess(SCRIPT)
  const child = spawn(process.execPath, [script, options.task, options.releaseId ?? ""], {
    env: { ...process.env, ...options.env, ...(options.crashAt ? { CRASH_AT: printSeam(options.crashAt) } : {}) },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const lines: string[] = []
  const seams: Seam[] = []
  const errors: string[] = []
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.split("\n").filter(Boolean)) {
      lines.push(line)
      const seam = line.startsWith("seam ") ? parseSeam(line.slice(5)) : null
      if (seam) seams.push(seam)
    }
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text))
  const ended = once(child, "exit").then(([code, signal]) => {
    if (code !== 0 && signal === null) throw new Error(`${options.task} failed: ${[...lines, ...errors].join("\n")}`)
    return String(signal ?? code)
  })
  ended.catch(() => {})
  return {
    process: child,
    seams,
    ended,
    printed: async (line) => {
      while (!lines.includes(line))
        await Promise.race([once(child.stdout, "data"), ended.then((end) => Promise.reject(new Error(`ended by ${end} first`)))])
    },
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL")
      await ended.catch(() => {})
    },
  }
}
