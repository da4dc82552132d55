import { execFile } from "node:child_process"
import { chmod, chown, lstat, mkdir, readdir, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterEach, expect, type TestContext, test, vi } from "vitest"
import { locateBinaries, prepareBinaries } from "#db/embedded/binaries.ts"
import { completeLinks } from "#db/embedded/binary-links.ts"
import { chooseAccount, runAs } from "#db/embedded/run-as.ts"
import { aFolder } from "./data-folders.ts"

const run = promisify(execFile)

afterEach(() => vi.unstubAllEnvs())

test("the installed programs are used where they are, if the server's user can", async () => {
  const account = await chooseAccount(null, "nowhere")
  const source = await locateBinaries()
  const binaries = await prepareBinaries({ account, source, report: () => {} })
  expect(binaries.major).toBe(18)
  const usable = await runAs(account, { file: join(source.dir, "bin/postgres"), args: ["-V"], cwd: "/" }).catch(() => null)
  if (usable?.status === 0) expect(binaries.dir).toBe(source.dir)
})

test("links that an install without scripts has not made are made", async () => {
  const source = await installedIn(await aFolder(), "without links")
  const account = await chooseAccount(null, "nowhere")
  await chmod(join(source.dir, "../.."), 0o755)
  await prepareBinaries({ account, source, report: () => {} })
  expect((await lstat(join(source.dir, "lib/libpq.so.5"))).isSymbolicLink()).toBe(true)
})

test("links that cannot be made are said to be missing", async () => {
  const source = await installedIn(await aFolder(), "without links")
  await rm(join(source.dir, "lib"), { recursive: true })
  expect(await completeLinks(source.dir)).toBe(false)
})

test("programs that the server's user cannot reach run from a copy, which is made once and repaired", async (context) => {
  const { account, source, temporary } = await aPrivateInstall(context)
  const lines: string[] = []
  const copy = await prepareBinaries({ account, source, report: (line) => lines.push(line) })
  expect(copy.dir.startsWith(temporary)).toBe(true)
  expect(lines).toEqual([expect.stringContaining(`run from a copy in ${copy.dir}`)])
  const made = await stat(copy.dir)
  expect(await prepareBinaries({ account, source, report: () => {} })).toEqual(copy)
  expect((await stat(copy.dir)).ino).toBe(made.ino)
  await rm(join(copy.dir, "share/postgresql/timezone/UTC"))
  await prepareBinaries({ account, source, report: () => {} })
  expect((await stat(join(copy.dir, "share/postgresql/timezone/UTC"))).isFile()).toBe(true)
  expect(await readdir(temporary)).toHaveLength(1)
})

test("two starts that copy the programs at once share one copy", async (context) => {
  const { account, source, temporary } = await aPrivateInstall(context)
  const [one, other] = await Promise.all([1, 2].map(() => prepareBinaries({ account, source, report: () => {} })))
  expect(one).toEqual(other)
  expect(await readdir(temporary)).toHaveLength(1)
})

test("a copy that another user could have planted is not run", async (context) => {
  const { account, source, temporary } = await aPrivateInstall(context)
  const { dir } = await prepareBinaries({ account, source, report: () => {} })
  const copy = join(dir, "..")
  await chmod(copy, 0o777)
  await expect(prepareBinaries({ account, source, report: () => {} })).rejects.toThrow("another user can write to it")
  await chmod(copy, 0o755)
  await chown(copy, 12_345, 12_345)
  await expect(prepareBinaries({ account, source, report: () => {} })).rejects.toThrow("another user can write to it")
  await chown(copy, 0, 0)
  await chmod(temporary, 0o700)
  await expect(prepareBinaries({ account, source, report: () => {} })).rejects.toThrow("Set TMPDIR to a folder that every user can enter")
})

async function aPrivateInstall(context: TestContext) {
  if (process.getuid?.() !== 0) context.skip("only root's programs can be out of their user's reach")
  const source = await installedIn(await aPrivateFolder(), "with links")
  const temporary = await aFolder()
  await chmod(temporary, 0o755)
  vi.stubEnv("TMPDIR", temporary)
  return { account: await chooseAccount(null, "nowhere"), source, temporary }
}

async function aPrivateFolder(): Promise<string> {
  const folder = await aFolder()
  await chmod(folder, 0o700)
  return folder
}

async function installedIn(folder: string, links: "with links" | "without links") {
  const installed = await locateBinaries()
  const dir = join(folder, "package", "native")
  await mkdir(join(folder, "package"))
  await run("cp", ["-a", installed.dir, dir])
  if (links === "without links") await run("find", [dir, "-type", "l", "-delete"])
  return { dir, version: installed.version }
}
