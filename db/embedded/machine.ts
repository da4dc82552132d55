import { chmod, chown, lchown, readdir } from "node:fs/promises"
import { platform } from "node:os"
import { join } from "node:path"
import { type Binaries, prepareBinaries } from "./binaries.ts"
import { type DataFolder, findOwner, unlessMissing } from "./data-folder.ts"
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts"
import { type Account, chooseAccount, type Outcome, runAs, succeedsAs } from "./run-as.ts"

/** The server's programs, whose processes they become, and how those get into the data folder. */
export type Machine = { account: Account; binaries: Binaries; enters: "by path" | "by working directory" }

export async function prepareMachine(folder: DataFolder, report: (line: string) => void): Promise<Machine> {
  const owner = await findOwner(folder.cluster)
  const account = await chooseAccount(owner, folder.cluster)
  if (owner && account.is === "other" && owner.uid !== account.uid) await handOver(folder.cluster, account)
  const enters = await findEntrance(folder, account)
  if (enters === "by working directory") {
    report(
      `User ${nameOf(account)} cannot reach ${folder.root} by its path, so the database enters it through its working directory. The data stays there.`,
    )
  }
  return { account, binaries: await prepareBinaries({ account, report }), enters }
}

/** Runs initdb, or the server for one session without a network, on a folder it is started in. */
export function runOn(
  machine: Machine,
  dir: string,
  command: { program: "initdb" | "postgres"; args: string[]; input?: string },
): Promise<Outcome> {
  const [first = "", ...rest] = command.args
  const args = [first, "-D", pathFor(machine, dir), ...rest]
  return runAs(machine.account, { file: programFile(machine, command.program), args, cwd: dir, input: command.input ?? "" })
}

export function programFile(machine: Machine, program: "initdb" | "postgres"): string {
  return join(machine.binaries.dir, "bin", program)
}

/** The working directory is set while still root; its link under /proc then leads there without passing the folders above. */
export function pathFor(machine: Machine, dir: string): string {
  return machine.enters === "by path" ? dir : "/proc/self/cwd"
}

async function findEntrance(folder: DataFolder, account: Account): Promise<Machine["enters"]> {
  if (await succeedsAs(account, { script: 'test -x "$1"', args: [folder.root], cwd: "/" })) return "by path"
  if (platform() === "linux") return "by working directory"
  throw new EmbeddedPostgresError(
    `User ${nameOf(account)}, whom the database runs as, cannot reach ${folder.root}. Set CURTAIN_DATA_DIR to a folder that it can.`,
  )
}

/** Root copied the folder here, and became the owner of files that the server must own. The folder itself comes last: it says "done". */
async function handOver(cluster: string, account: Extract<Account, { is: "other" }>): Promise<void> {
  for (const entry of await readdir(cluster, { recursive: true }))
    await unlessMissing(lchown(join(cluster, entry), account.uid, account.gid))
  await chmod(cluster, 0o700)
  await chown(cluster, account.uid, account.gid)
}

function nameOf(account: Account): string {
  return account.is === "self" ? "you" : account.name
}
