import { mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { inflate } from "@sparticuz/chromium"
import { type Browser, chromium } from "playwright-core"
import { afterAll } from "vitest"

// Our own flags: the package's switch web security off, which is what these tests look at.
const FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]

/** A browser for one test file, closed after its last test. */
export async function aBrowser(): Promise<Browser> {
  const browser = await launchBrowser()
  afterAll(() => browser.close())
  return browser
}

/** `flags`: beside our own. */
export async function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  const folder = await inflatedChromium()
  const env = { ...process.env, LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_FILE: join(folder, FONTS) }
  return chromium.launch({ executablePath: join(folder, "chromium"), args: [...FLAGS, ...flags], env })
}

const PACKAGE = dirname(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))))

/** Inflated once per version, beside and then moved into place: several test processes may want it at once. */
async function inflatedChromium(): Promise<string> {
  const { version } = createRequire(import.meta.url)(join(PACKAGE, "package.json")) as { version: string }
  const folder = join(tmpdir(), `curtain-chromium-${version}`)
  if (await exists(join(folder, "chromium"))) return folder
  const beside = await mkdtemp(`${folder}-`)
  await inflateInto(beside)
  await writeFile(join(beside, FONTS), fontsIn(folder))
  await rename(beside, folder).catch(() => rm(beside, { recursive: true, force: true }))
  return folder
}

/** The package writes into the system's temporary folder, wherever that is said to be. */
async function inflateInto(folder: string): Promise<void> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const parts = ["chromium.br", "fonts.tar.br", "al2023.tar.br"]
    await Promise.all(parts.map((part) => inflate(join(PACKAGE, "bin", part))))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

const FONTS = "fonts.conf"

/** The package's own file looks for its fonts elsewhere, and a browser without a single font lays text out as if it had no size. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
