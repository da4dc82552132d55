import { type Import, importsOf } from "../imports.ts"
import { domainOf, file, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { codeOnly } from "../scan.ts"
import { isStep } from "./file-vocabulary.ts"

/** What db/ offers that can see released rows only, or none. */
const OF_THE_PUBLIC_ROLE = ["PublicDatabase", "openPublicDatabase", "listen"]

export const visitorsReadReleasedRows: Rule = {
  name: "visitors' routes read through lib/site/, and lib/site/ reads released rows",
  complaints: (files) => files.flatMap((source) => importsOf(source).flatMap((one) => complain(one, files))),
  failing: [
    { files: [page('import { db } from "#db/client.ts"')], complaint: "read through lib/site/" },
    { files: [page('const { list } = await import("#lib/releases/queries.ts")')], complaint: "read through lib/site/" },
    { files: [page('export { state } from "../../../lib/launch/survey.ts"'), SURVEY()], complaint: "read through lib/site/" },
    { files: [page('import { lookUp } from "#lib/releases/release-list.ts"'), LIST()], complaint: "read through lib/site/" },
    { files: [page('import { openRuntime } from "#lib/runtime.ts"')], complaint: "app/runtime.ts" },
    { files: [site('import { editions } from "#db/schema/documents.ts"')], complaint: "public-views.ts" },
    { files: [site('import type { Database } from "#db/transaction.ts"')], complaint: "takes a PublicDatabase" },
    { files: [site('import { listReleases } from "../releases/queries.ts"')], complaint: "select from db/schema/public-views.ts" },
    { files: [site('import { publish } from "../documents/publish-editions.ts"'), PUBLISH()], complaint: "changes nothing" },
  ],
  passing: [
    page('import { listEntries } from "#lib/site/queries.ts"\nimport { startSubscription } from "#lib/subscribers/start-subscription.ts"'),
    page('import { chooseFlags } from "#lib/flags/choose-flags.ts"'),
    file("lib/flags/choose-flags.ts", "export function chooseFlags(actor: Actor | null) {}"),
    file("lib/subscribers/start-subscription.ts", "export async function startSubscription() {}"),
    site(
      'import { listen } from "#db/client.ts"\nimport type { PublicDatabase } from "#db/transaction.ts"\nimport { publicEditions } from "#db/schema/public-views.ts"',
    ),
  ],
}

function page(text: string): SourceFile {
  return file("app/(public)/search/page.tsx", text)
}

function site(text: string): SourceFile {
  return file("lib/site/queries.ts", text)
}

function SURVEY(): SourceFile {
  return file("lib/launch/survey.ts", "export const state = await look()")
}

function LIST(): SourceFile {
  return file("lib/releases/release-list.ts", 'import { releases } from "#db/schema/releases.ts"\nexport function lookUp() {}')
}

function PUBLISH(): SourceFile {
  return file("lib/documents/publish-editions.ts", "export async function publishEditions() {}")
}

function complain(one: Import, files: SourceFile[]): string[] {
  if (one.isPackage) return []
  const where = `${one.from}:${one.line} imports ${one.target}`
  if (isUnder(one.from, "app/(public)")) return complainOfRoute(one, where, files)
  return isUnder(one.from, "lib/site") ? complainOfSite(one, where, files) : []
}

/** A visitor's write is a command with its input, and pure rules know no rows; everything that a route shows comes from lib/site/. */
function complainOfRoute({ target, typeOnly }: Import, where: string, files: SourceFile[]): string[] {
  if (target === "lib/runtime.ts") return typeOnly ? [] : [`${where}: the web process's one Runtime comes from app/runtime.ts`]
  const domain = domainOf(target)
  if (domain === null) return isUnder(target, "db") ? [`${where}: visitors' routes read through lib/site/`] : []
  if (["site", "kernel"].includes(domain) || target.endsWith("/input.ts")) return []
  if (files.some((source) => source.path === target && (isStep(source) || isPure(source)))) return []
  return [`${where}: visitors' routes read through lib/site/, and write through commands`]
}

function complainOfSite({ target, names }: Import, where: string, files: SourceFile[]): string[] {
  if (target === "db/schema/public-views.ts" || isUnder(target, "lib/site")) return []
  if (target === "db/client.ts" || target === "db/transaction.ts") {
    return names.every((name) => OF_THE_PUBLIC_ROLE.includes(name)) ? [] : [`${where}: lib/site/ takes a PublicDatabase and nothing else`]
  }
  if (isUnder(target, "db") || target.endsWith("/queries.ts")) return [`${where}: select from db/schema/public-views.ts`]
  return changesSomething(target, files) ? [`${where}: lib/site/ changes nothing; take pure <noun>.ts files`] : []
}

function changesSomething(target: string, files: SourceFile[]): boolean {
  return files.some((source) => source.path === target && isStep(source) && /\basync function\b/.test(source.text))
}

/** Neither waits nor knows a table: it can only work on what it is given. */
function isPure(source: SourceFile): boolean {
  return (
    !/\b(async|await)\b/.test(codeOnly(source.text)) &&
    importsOf(source).every(({ target, typeOnly }) => typeOnly || !isUnder(target, "db"))
  )
}
