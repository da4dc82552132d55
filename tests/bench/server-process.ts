import type { ChildProcess } from "node:child_process"
import { once } from "node:events"

/** A server in a process of its own, ended when it is disposed of. */
export type ServerProcess = AsyncDisposable & { url: string; pid: number }

export function serverProcess(url: string, child: ChildProcess): ServerProcess {
  return { url, pid: child.pid ?? 0, [Symbol.asyncDispose]: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill("SIGKILL")
  await once(child, "exit")
}
