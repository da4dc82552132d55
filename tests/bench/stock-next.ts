import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { text } from "node:stream/consumers"
import { pin } from "./cores.ts"
import { type ServerProcess, serverProcess } from "./server-process.ts"

// Below .next, so that it finds this repository's node_modules and is ignored, and in its cache, which a build of ours leaves alone.
const ROOT = join(import.meta.dirname, "..", "..")
const APP = join(ROOT, ".next", "cache", "bench-stock")
const NEXT = join(dirname(createRequire(import.meta.url).resolve("next/package.json")), "dist", "bin", "next")

/** Pages of many sizes are built, since how many bytes Next adds to one is not ours to say. */
const STEP = 256
const LARGEST = 80 * STEP
/** What counts as the same size. */
const CLOSE = 0.02

/** What one writes after reading Next's guide: a layout, a page, no options. */
const SOURCES = {
  "package.json": `{ "type": "module" }\n`,
  "next.config.js": `export default { turbopack: { root: ${JSON.stringify(ROOT)} } }\n`,
  "app/layout.jsx": `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>
}\n`,
  "app/[size]/page.jsx": `export const dynamicParams = false
export function generateStaticParams() {
  return Array.from({ length: ${LARGEST / STEP} }, (_, n) => ({ size: String((n + 1) * ${STEP}) }))
}
export default async function Page({ params }) {
  const { size } = await params
  const paragraphs = Array.from({ length: Number(size) / ${STEP} }, (_, n) => "What is new. ".repeat(${STEP}).slice(0, ${STEP}))
  return <main><h1>Release notes</h1>{paragraphs.map((text, n) => <p key={n}>{text}</p>)}</main>
}\n`,
}

/** A stock Next application with a static page of about so many bytes, under \`next start\`. */
export async function startStockNext(bytes: number): Promise<ServerProcess & { page: string }> {
  await build()
  const child = spawn(process.execPath, [NEXT, "start", "-H", "127.0.0.1", "-p", "0"], {
    cwd: APP,
    env: production(),
    stdio: ["ignore", "pipe", "inherit"],
  })
  pin(child.pid ?? 0, "measured")
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
      if (found) resolve(found)
    })
    child.once("exit", (code) => reject(new Error(`next start ended with ${code}`)))
  })
  return { ...serverProcess(address, child), page: await findPage(address, bytes) }
}

async function build(): Promise<void> {
  const { version } = createRequire(import.meta.url)("next/package.json") as { version: string }
  const stamp = createHash("sha256")
    .update(JSON.stringify([version, SOURCES]))
    .digest("hex")
  if ((await readFile(join(APP, "built-of"), "utf8").catch(() => "")) === stamp) return
  await rm(APP, { recursive: true, force: true })
  for (const [path, source] of Object.entries(SOURCES)) {
    await mkdir(dirname(join(APP, path)), { recursive: true })
    await writeFile(join(APP, path), source)
  }
  const child = spawn(process.execPath, [NEXT, "build"], { cwd: APP, env: production(), stdio: ["ignore", "pipe", "pipe"] })
  const [said, complaint, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")])
  if (code !== 0) throw new Error(`the stock application could not be built:\n${said}\n${complaint}`)
  await writeFile(join(APP, "built-of"), stamp)
}

function production(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }
}

/** Its bytes grow evenly with its text. */
async function findPage(address: string, bytes: number): Promise<string> {
  const [least, most] = [await sizeOf(`${address}/${STEP}`), await sizeOf(`${address}/${LARGEST}`)]
  const share = (bytes - least) / (most - least)
  const size = STEP + Math.round((share * (LARGEST - STEP)) / STEP) * STEP
  const found = await sizeOf(`${address}/${size}`).catch(() => 0)
  if (Math.abs(found / bytes - 1) < CLOSE) return `${address}/${size}`
  throw new Error(`the stock pages have ${least} to ${most} bytes, and one of ${bytes} is wanted`)
}

async function sizeOf(url: string): Promise<number> {
  const answer = await fetch(url, { headers: { "accept-encoding": "identity" } })
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
  return (await answer.arrayBuffer()).byteLength
}
