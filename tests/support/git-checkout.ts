import { execFile, execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"

const NOBODY: NodeJS.ProcessEnv = {
  NODE_ENV: "test",
  ...{
    GIT_AUTHOR_NAME: "Noor",
    GIT_AUTHOR_EMAIL: "noor@acme.example",
    GIT_COMMITTER_NAME: "Noor",
    GIT_COMMITTER_EMAIL: "noor@acme.example",
  },
  ...{ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", PATH: process.env.PATH ?? "", HOME: tmpdir() },
}

export type Checkout = {
  folder: string
  git(...args: string[]): string
  /** An empty commit; gives its SHA. */
  commit(message: string): string
  head(): string
}

/** A folder that goes with the test file. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "curtain-checkout-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

let minutes = 0

/** A real git repository, or one that stands in `folder` already. Every commit is a minute later than the one before. */
export function aCheckout(folder = aFolder()): Checkout {
  const git = (...args: string[]) => {
    const at = `${1_772_350_000 + 60 * ++minutes} +0000`
    const env = { ...NOBODY, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at }
    return execFileSync("git", args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim()
  }
  const head = () => git("rev-parse", "HEAD")
  git("init", "--quiet", "--initial-branch=main")
  return {
    folder,
    git,
    head,
    commit: (message) => {
      writeFileSync(join(folder, ".message"), message)
      git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--file=.message")
      return head()
    },
  }
}

export type Ran = { code: number; out: string; err: string }

/** Runs a program as CI would, with nothing of this process's environment. */
export function run(program: string, args: readonly string[], options: { cwd: string; env: Record<string, string> }): Promise<Ran> {
  const env = { ...NOBODY, ...options.env }
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: options.cwd, env, encoding: "utf8" }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err })
    })
  })
}
