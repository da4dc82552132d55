import { type Import, importsOf } from "../imports.ts"
import { domainOf, file, type Rule, type SourceFile } from "../rule.ts"
import { isStep } from "./file-vocabulary.ts"

/** From the top down. A domain may import what stands below it and its neighbours' nouns; of two neighbours, one may call the other. */
const LAYERS = [
  ["demo"],
  ["portal"],
  ["launch", "site", "health", "metrics"],
  ["releases", "hooks"],
  ["changes", "documents", "flags", "delivery"],
  ["subscribers", "readers", "mail", "webhooks", "people", "brand"],
  ["jobs", "audit", "access", "idempotency", "outbound", "secrets"],
  ["kernel"],
]

export const DOMAINS = LAYERS.flat()

/** File and domain → why it may name a type of the domain above. Types only; the list only shrinks. */
const EXCEPTIONS: Record<string, string> = {
  "lib/releases/queries.ts launch": "a release is shown with the state of its launch",
}

export const layers: Rule = {
  name: "domains import downwards",
  complaints: (files) => {
    const crossings = files
      .filter(({ path }) => path.startsWith("lib/"))
      .flatMap(importsOf)
      .filter(crosses)
    const acting = files.filter((source) => isStep(source) || source.path.endsWith("/queries.ts")).map(({ path }) => path)
    return [...crossings.flatMap(complain), ...mutual(crossings.filter(({ target }) => acting.includes(target)))]
  },
  failing: [
    { files: [imports("lib/kernel/log.ts", "#lib/access/actor.ts")], complaint: "kernel may not import access" },
    { files: [imports("lib/jobs/run-job.ts", "../launch/launch.ts")], complaint: "jobs may not import launch" },
    { files: [imports("lib/releases/queries.ts", "#lib/launch/launch.ts")], complaint: "releases may not import launch" },
    { files: [imports("lib/documents/edition.ts", "#lib/releases/release.ts")], complaint: "documents may not import releases" },
    { files: [imports("lib/mail/mailer.ts", "#lib/worker.ts")], complaint: "nobody imports lib/worker.ts" },
    { files: [imports("lib/mail/mailer.ts", "#lib/runtime.ts")], complaint: "as a type only" },
    {
      files: [imports("lib/flags/queries.ts", "#lib/documents/queries.ts"), imports("lib/documents/queries.ts", "../flags/queries.ts")],
      complaint: "documents and flags call each other",
    },
  ],
  passing: [
    imports("lib/audit/record-audit.ts", "../access/actor.ts"),
    imports("lib/access/create-token.ts", "../audit/record-audit.ts"),
    file("lib/audit/record-audit.ts", "export async function recordAudit() {}"),
    imports("lib/launch/raise-curtain.ts", "#lib/documents/publish-editions.ts"),
    file("lib/mail/mailer.ts", 'import type { Runtime } from "#lib/runtime.ts"\n'),
  ],
}

function imports(path: string, target: string): SourceFile {
  return file(path, `import { thing } from "${target}"\n`)
}

function crosses({ from, target }: Import): boolean {
  return target.startsWith("lib/") && domainOf(from) !== null && domainOf(from) !== domainOf(target)
}

function complain({ from, line, target, typeOnly }: Import): string[] {
  const where = `${from}:${line}`
  // Whoever starts the portal puts the runtime and the worker together.
  if (from.startsWith("lib/portal/")) return []
  if (target === "lib/worker.ts") return [`${where}: nobody imports lib/worker.ts; it binds jobs to their steps`]
  if (target === "lib/runtime.ts") return typeOnly ? [] : [`${where}: import Runtime as a type only; the parts come in as deps`]
  const [own, other] = [domainOf(from) ?? "", domainOf(target) ?? ""]
  if (heightOf(other) >= heightOf(own) || (typeOnly && `${from} ${other}` in EXCEPTIONS)) return []
  return [`${where}: ${own} may not import ${other}, which stands above it: move what both need down, or turn the call around`]
}

function heightOf(domain: string): number {
  return LAYERS.findIndex((layer) => layer.includes(domain))
}

function mutual(crossings: Import[]): string[] {
  const pairs = new Set(crossings.map(({ from, target }) => `${domainOf(from)} ${domainOf(target)}`))
  return [...pairs].flatMap((pair) => {
    const [one = "", two = ""] = pair.split(" ")
    if (one > two || heightOf(one) !== heightOf(two) || !pairs.has(`${two} ${one}`)) return []
    return [`${one} and ${two} call each other: one of them has to stand below`]
  })
}
