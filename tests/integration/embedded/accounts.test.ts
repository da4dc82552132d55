import { execFile } from "node:child_process"
import { chmod, chown, cp, mkdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, type TestContext, test } from "vitest"
import { aFolder, ask, aUsedDataFolder, start } from "./data-folders.ts"
import { canStartAs, startProcess } from "./portal-process.ts"
import { isRunning } from "./processes.ts"

const run = promisify(execFile)

// Not by userdel, which refuses as long as another test's server is that user's.
const FORGET_POSTGRES = "sed -i /^postgres:/d /etc/passwd /etc/group /etc/shadow /etc/gshadow"

test("the server never runs as root, whoever starts it", async () => {
  const dataDir = await aFolder()
  await start(dataDir)
  const postmaster = Number.parseInt(await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8"), 10)
  const uid = Number((await run("ps", ["-o", "uid=", "-p", `${postmaster}`])).stdout)
  expect(uid).not.toBe(0)
  expect((await stat(join(dataDir, "postgres"))).uid).toBe(uid)
})

test("a data folder that only root can enter works like any other, and the data stays in it", async (context) => {
  needsRoot(context)
  const dataDir = await aPrivateFolder()
  const killed = await startProcess(dataDir)
  expect(killed.reported).toContain(`cannot reach ${dataDir} by its path`)
  await ask(killed.url, "create table kept as select 'here' as place")
  await killed.kill()
  const reusing = await start(dataDir)
  expect(reusing).toMatchObject({ reused: true, port: killed.port })
  await reusing.stop()
  expect(isRunning(killed.postmaster)).toBe(false)
  const copied = await aFolder()
  await cp(dataDir, copied, { recursive: true })
  expect(await ask((await start(copied)).url, "select place from kept")).toBe("here")
  expect(await ask((await start(dataDir)).url, "select place from kept")).toBe("here")
})

test("a folder that root copied, and now owns, is handed to the server's user", async (context) => {
  needsRoot(context)
  const dataDir = await aUsedDataFolder()
  await run("chown", ["-R", "0:0", dataDir])
  await chmod(join(dataDir, "postgres"), 0o755)
  expect(await ask((await start(dataDir)).url, "select cloth from curtains")).toBe("velvet")
  expect(await stat(join(dataDir, "postgres"))).toMatchObject({ mode: 0o40700, uid: expect.not.toSatisfy((uid) => uid === 0) })
})

test("an ordinary user runs the server as itself, from the first start to the last", async (context) => {
  const user = await anOrdinaryUser(context)
  const dataDir = await aFolder()
  await chown(dataDir, user.uid, user.gid)
  const first = await startProcess(dataDir, user)
  expect((await stat(join(dataDir, "postgres"))).uid).toBe(user.uid)
  await ask(first.url, "create table kept as select 'here' as place")
  await first.kill()
  const second = await startProcess(dataDir, user)
  expect(second).toMatchObject({ reused: true, port: first.port })
  await second.stop()
  expect(isRunning(first.postmaster)).toBe(false)
  // Root keeps to the user whose database it is.
  expect(await ask((await start(dataDir)).url, "select place from kept")).toBe("here")
  expect((await stat(join(dataDir, "postgres"))).uid).toBe(user.uid)
})

test("an ordinary user is told whose the database is", async (context) => {
  const user = await anOrdinaryUser(context)
  const dataDir = await aUsedDataFolder()
  await chmod(dataDir, 0o755)
  const { uid } = await stat(join(dataDir, "postgres"))
  await expect(startProcess(dataDir, user)).rejects.toThrow(`belongs to the user with id ${uid}. Start Curtain as that user, or as root.`)
})

test("root without a user called postgres adds one", async (context) => {
  await needsNamespaces(context)
  const dataDir = await aFolder()
  const machine = await aMachineWhere(FORGET_POSTGRES)
  await startProcess(dataDir, { within: machine.command })
  const added = /^postgres:[^:]*:(\d+):/m.exec(await readFile(join(machine.etc, "passwd"), "utf8"))?.[1]
  expect((await stat(join(dataDir, "postgres"))).uid).toBe(Number(added))
})

test("root that cannot add a user takes nobody", async (context) => {
  await needsNamespaces(context)
  const dataDir = await aFolder()
  const machine = await aMachineWhere(`${FORGET_POSTGRES}; for name in useradd adduser; do mount --bind /bin/false /usr/sbin/$name; done`)
  await startProcess(dataDir, { within: machine.command })
  const nobody = Number((await run("id", ["-u", "nobody"])).stdout)
  expect((await stat(join(dataDir, "postgres"))).uid).toBe(nobody)
})

function needsRoot(context: TestContext): void {
  if (process.getuid?.() !== 0) context.skip("only root can enter a folder that its server cannot")
}

async function anOrdinaryUser(context: TestContext): Promise<{ uid: number; gid: number }> {
  needsRoot(context)
  const [uid, gid] = await Promise.all(["-u", "-g"].map(async (flag) => Number((await run("id", [flag, "nobody"])).stdout)))
  const user = { uid: uid ?? 0, gid: gid ?? 0 }
  if (!(await canStartAs(user))) context.skip("this checkout is where ordinary users cannot go")
  return user
}

async function needsNamespaces(context: TestContext): Promise<void> {
  needsRoot(context)
  const permitted = await run("unshare", ["--mount", "sh", "-c", "mount --bind /bin /bin"]).catch(() => null)
  if (!permitted) context.skip("users are removed from a private copy of /etc, which takes mount namespaces")
}

/** A command in front of the portal's, for which /etc is a copy that may be spoiled. */
async function aMachineWhere(spoil: string): Promise<{ command: string[]; etc: string }> {
  const etc = await aFolder()
  return {
    etc,
    command: ["unshare", "--mount", "sh", "-c", `cp -a /etc/. "$0" && mount --bind "$0" /etc && (${spoil}) >&2; exec "$@"`, etc],
  }
}

async function aPrivateFolder(): Promise<string> {
  const home = await aFolder()
  await chmod(home, 0o700)
  await mkdir(join(home, "portal"))
  return join(home, "portal")
}
