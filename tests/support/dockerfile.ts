import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export type Instruction = { name: string; rest: string }
export type Stage = { from: string; instructions: Instruction[] }

const CONTEXT = new URL("../..", import.meta.url).pathname

/** The stages of the Dockerfile, each with its instructions in order. */
export function readDockerfile(): Stage[] {
  const lines = readFileSync(join(CONTEXT, "Dockerfile"), "utf8").split("\n")
  const stages: Stage[] = []
  for (const line of lines.filter((one) => /^[A-Z]+ /.test(one))) {
    const at = line.indexOf(" ")
    const [name, rest] = [line.slice(0, at), line.slice(at + 1)]
    if (name === "FROM") stages.push({ from: rest, instructions: [] })
    else stages.at(-1)?.instructions.push({ name, rest })
  }
  return stages
}

/** Plays COPY and RUN of a stage in a folder that stands for its WORKDIR; `npm ci` is left to who calls, with its own packages. */
export function playStage(stage: Stage, folder: string, install: (folder: string) => void): void {
  for (const { name, rest } of stage.instructions) {
    if (name === "COPY") copy(rest.split(" "), folder)
    if (name === "RUN" && rest === "npm ci") install(folder)
    else if (name === "RUN") execFileSync("/bin/sh", ["-c", rest], { cwd: folder, stdio: "pipe", env: outsideEnvironment() })
  }
}

/** What a build of an image has of the machine around it: a path and where packages come from, and nothing that was set for the tests. */
export function outsideEnvironment(): NodeJS.ProcessEnv {
  const { PATH = "", HOME = "" } = process.env
  const ofNpm = Object.entries(process.env).filter(([name]) => /^npm_config_(?:.*registry|cache|.*proxy|cafile)$/i.test(name))
  return { PATH, HOME, NODE_ENV: "production", ...Object.fromEntries(ofNpm) }
}

function copy(words: string[], folder: string): void {
  const sources = words.slice(0, -1)
  const ignored = readFileSync(join(CONTEXT, ".dockerignore"), "utf8").split("\n").filter(Boolean)
  const names = sources.flatMap((source) => (source === "." ? readdirSync(CONTEXT) : [source])).filter((name) => !ignored.includes(name))
  mkdirSync(folder, { recursive: true })
  for (const name of names) cpSync(join(CONTEXT, name), join(folder, name), { recursive: true })
}

/** The command of the last `CMD` or of the health check, as it is executed. */
export function commandOf({ instructions }: Stage, name: "CMD" | "HEALTHCHECK"): string[] {
  const { rest = "" } = instructions.findLast((one) => one.name === name) ?? {}
  return JSON.parse(rest.slice(rest.indexOf("["))) as string[]
}

/** `ENV` of a stage. */
export function environmentOf({ instructions }: Stage): Record<string, string> {
  const set = instructions.filter(({ name }) => name === "ENV").map(({ rest }) => rest)
  return Object.fromEntries(set.map((rest) => [rest.slice(0, rest.indexOf("=")), rest.slice(rest.indexOf("=") + 1)]))
}
