import { functionsOf, takes } from "../functions.ts"
import { baseName, domainOf, file, isCode, type Rule, type SourceFile } from "../rule.ts"
import { codeOnly } from "../scan.ts"

const PLACES = "<noun>.ts, <verb>-<noun>.ts, queries.ts, input.ts, jobs.ts, <port>.ts with providers/, README.md"

// kernel and jobs are tools for the other domains, and an adapter is shaped by its provider.
const SHAPED_OTHERWISE = ["kernel", "jobs"]

export const fileVocabulary: Rule = {
  name: "a domain folder holds the closed vocabulary of files",
  complaints: (files) => files.filter(({ path }) => domainOf(path) !== null && domainOf(path) !== "decisions").flatMap(complain),
  failing: [
    { files: [file("lib/launch/steps/flip-flags.ts")], complaint: "lib/launch/ is flat" },
    { files: [file("lib/launch/launch.sql")], complaint: "holds only" },
    { files: [file("lib/launch/state.tsx")], complaint: "holds only" },
    { files: [file("lib/launch/launch.ts", "export async function find() {}")], complaint: "waits for something" },
    { files: [file("lib/launch/launch.ts", "const row = await tx.select()")], complaint: "waits for something" },
    { files: [file("lib/launch/jobs.ts", "async function run() {}")], complaint: "no handlers" },
    { files: [file("lib/launch/queries.ts", "export async function loadLaunch() {}")], complaint: "find…, get…, list…" },
    {
      files: [file("lib/launch/begin-launch.ts", "export async function beginLaunch() {}\nexport function endLaunch() {}")],
      complaint: "one exported function",
    },
  ],
  passing: [
    file("lib/launch/README.md"),
    file("lib/launch/launch.ts", "export type Port = { read(): Promise<void> } // an await in a comment"),
    file("lib/launch/begin-launch.ts", "export async function beginLaunch() { await sql }\nfunction open() {}"),
    file("lib/site/address-book.ts", "export function addressBookOf() {}\nexport function addressOf() {}"),
    file("lib/flags/providers/memory.ts", "export async function anything() {}"),
  ],
}

function complain(source: SourceFile): string[] {
  const [, domain = "", ...rest] = source.path.split("/")
  if (rest[0] === "providers" && rest.length === 2) return []
  if (rest.length > 1) return [`${source.path}: lib/${domain}/ is flat but for providers/: split the domain, or name the file by its place`]
  if (rest[0] === "README.md") return []
  if (!isCode(source) || !/^[a-z0-9-]+\.ts$/.test(rest[0] ?? "")) return [`${source.path}: lib/${domain}/ holds only ${PLACES}`]
  if (SHAPED_OTHERWISE.includes(domain)) return []
  return complainOfShape(source)
}

function complainOfShape(source: SourceFile): string[] {
  const exported = functionsOf(source).filter(({ isExported }) => isExported)
  const waits = /\b(async|await)\b/.test(codeOnly(source.text))
  const name = baseName(source.path)
  if (name === "queries") {
    const odd = exported.filter((one) => one.isAsync && !/^(find|get|list|count)[A-Z]/.test(one.name))
    return odd.map((one) => `${source.path}: a query is find…, get…, list… (or count…), not ${one.name}`)
  }
  if (name === "jobs" && waits)
    return [`${source.path}: holds names, payloads and patience, no handlers: the step gets a file, lib/worker.ts binds it`]
  if (isStep(source)) {
    if (exported.length <= 1) return []
    const others = exported.map((one) => one.name).join(", ")
    return [
      `${source.path}: a <verb>-<noun>.ts has one exported function, not ${others}: pure rules go to a <noun>.ts, steps to their own file`,
    ]
  }
  if (!waits) return []
  return [
    `${source.path}: waits for something, so it is no <noun>.ts: reads go to queries.ts, a step to a <verb>-<noun>.ts named as its function`,
  ]
}

/** `begin-launch.ts` is a step if it exports a function that begins with its verb, and that waits or joins a transaction. */
export function isStep(source: SourceFile): boolean {
  const [verb = "", ...noun] = baseName(source.path).split("-")
  if (noun.length === 0) return false
  return functionsOf(source).some(
    ({ isExported, isAsync, name, parameters }) =>
      isExported && new RegExp(`^${verb}([A-Z]|$)`).test(name) && (isAsync || ["tx", "db", "deps"].some((one) => takes(parameters, one))),
  )
}
