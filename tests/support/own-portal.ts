import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureBuild } from "#lib/portal/ensure-build.ts"
import { until } from "#tests/support/until.ts"

/** `said`: all that stands in the terminal so far. */
export type OwnPortal = { url: string; said(): string; end(): Promise<void> }

/** A first start in an empty data folder, as `npm start` does it, in a process of its own; whoever starts it ends it. */
export async function startOwnPortal(env: Record<string, string>): Promise<OwnPortal> {
  await ensureBuild({ report: () => {} })
  const folder = await mkdtemp(join(tmpdir(), "curtain-own-portal-"))
  const child = spawn(process.execPath, ["--import", "tsx", "bin/start.ts"], {
    env: { ...process.env, LOG_LEVEL: "warn", CURTAIN_DATA_DIR: folder, PORT: String(await aFreePort()), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const ended = once(child, "exit")
  const end = async () => {
    child.kill("SIGTERM")
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => lines.push(chunk.toString()))
  const said = () => lines.join("")
  const isReady = () => child.exitCode !== null || said().includes("Ctrl-C stops it")
  await until(true, isReady, 60_000)
  return { url: found(/the workspace\s+(\S+)\/workspace/, said()), said, end }
}

/** The link that signs the owner in, as the terminal shows it. */
export function ownerLinkOf({ said }: OwnPortal): string {
  return found(/sign in as owner\s+(\S+)/, said())
}

/** What went wrong in it, a line each. */
export function errorsOf({ said }: OwnPortal): string[] {
  return said()
    .split("\n")
    .filter((line) => /"level":(50|60|"error"|"fatal")|Error:/.test(line))
}

function found(expression: RegExp, text: string): string {
  const hit = expression.exec(text)?.[1]
  if (hit === undefined) throw new Error(`the terminal does not say so: ${text}`)
  return hit
}

async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  if (address === null || typeof address === "string") throw new Error("no port is free")
  return address.port
}
