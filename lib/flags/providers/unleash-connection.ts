import { z } from "zod"
import type { Outbound } from "../../outbound/outbound.ts"
import type { ConnectionReport, Refused, Retry } from "../flag-provider.ts"
import { PERMISSIONS } from "./unleash-answers.ts"
import { type Connection, get } from "./unleash-calls.ts"

type Check = ConnectionReport["checks"][number]

const me = z.object({
  permissions: z.array(z.object({ permission: z.string(), project: z.string().nullish(), environment: z.string().nullish() })),
})
type Permission = z.infer<typeof me>["permissions"][number]
const overview = z.object({ environments: z.array(z.object({ environment: z.string() })) })
const found = z.object({ features: z.array(z.object({ name: z.string() })) })
const approvals = z.array(z.object({ environment: z.string(), changeRequestEnabled: z.boolean() }))

/**
 * Asks, and changes nothing. Unleash tells a token what it may do, project by project and environment by environment, so
 * that each missing permission has a name. `ok` where flags of one environment at least can be flipped.
 */
export async function testUnleash(outbound: Outbound, at: Connection): Promise<ConnectionReport> {
  const who = await get(outbound, at, { path: "/api/admin/user", schema: me })
  if (who.is !== "read") return { ok: false, checks: [unanswered(who)] }
  const opened = [pass("address", "Unleash answers."), pass("token", tokenInWords(who.value.permissions))]
  const project = await get(outbound, at, { path: `${projectPath(at)}/overview`, schema: overview })
  if (project.is !== "read") return { ok: false, checks: [...opened, failed("project", projectInWords(at, project))] }
  const checks = [...opened, pass("project", `Unleash shows the project "${at.project}".`), await testReading(outbound, at)]
  const environments = project.value.environments.map(({ environment }) => testEnvironment(at.project, environment, who.value.permissions))
  const requests = await testApprovals(outbound, at, who.value.permissions)
  const works = checks.every(({ status }) => status === "pass") && environments.some(({ status }) => status === "pass")
  return { ok: works, checks: [...checks, ...environments, ...requests] }
}

function unanswered(failure: Retry | Refused): Check {
  const isToken = failure.is === "refused" && failure.because === "credential"
  if (failure.is === "refused" && failure.because === "missing")
    return failed("address", "What answers there is not Unleash's Admin API: give the address that people open Unleash at.")
  return failed(isToken ? "token" : "address", failure.reason)
}

function tokenInWords(permissions: Permission[]): string {
  if (permissions.some(isAdmin))
    return "Unleash accepts the token. It may do everything, and changes that need an approval in Unleash pass without one."
  return "Unleash accepts the token."
}

function projectInWords({ project }: Connection, failure: Retry | Refused): string {
  if (failure.is === "refused" && failure.because === "missing") return `Unleash shows this token no project "${project}".`
  return failure.reason
}

async function testReading(outbound: Outbound, at: Connection): Promise<Check> {
  const path = `/api/admin/search/features?project=${encodeURIComponent(`IS:${at.project}`)}&limit=1`
  const flags = await get(outbound, at, { path, schema: found })
  if (flags.is !== "read") return failed("read flags", flags.reason)
  const detail = flags.value.features.length > 0 ? "The token may read the project's flags." : "The project shows no flags yet."
  return pass("read flags", detail)
}

function testEnvironment(project: string, environment: string, permissions: Permission[]): Check {
  const missing = Object.entries(PERMISSIONS).filter(([permission]) => !isGranted(permissions, { permission, project, environment }))
  if (missing.length === 0) return pass(`flip flags in ${environment}`, "The token may change flags and their strategies.")
  const names = missing.map(([, name]) => `"${name}"`).join(", ")
  return failed(`flip flags in ${environment}`, `The token's role lacks ${names} in "${environment}": grant it in Unleash.`)
}

/** Only the paid editions have change requests, and tell of them. Where the call is not there, a flip that is stopped says so itself. */
async function testApprovals(outbound: Outbound, at: Connection, permissions: Permission[]): Promise<Check[]> {
  const settings = await get(outbound, at, { path: `${projectPath(at)}/change-requests/config`, schema: approvals })
  if (settings.is !== "read") return []
  const stopped = settings.value.filter(
    ({ environment, changeRequestEnabled }) =>
      changeRequestEnabled && !isGranted(permissions, { permission: "SKIP_CHANGE_REQUEST", project: at.project, environment }),
  )
  return stopped.map(({ environment }) =>
    failed(
      `approvals in ${environment}`,
      `Changes in "${environment}" need an approval in Unleash, so flags there cannot be flipped at the moment of a release: grant "Skip change request process" there.`,
    ),
  )
}

function isGranted(permissions: Permission[], asked: { permission: string; project: string; environment: string }): boolean {
  return permissions.some((one) => {
    const covers = (given: string | null | undefined, wanted: string) => (given ?? "*") === "*" || given === wanted
    const isHere = covers(one.project, asked.project) && covers(one.environment, asked.environment)
    return isAdmin(one) || (one.permission === asked.permission && isHere)
  })
}

function isAdmin({ permission }: Permission): boolean {
  return permission === "ADMIN"
}

function projectPath({ project }: Connection): string {
  return `/api/admin/projects/${encodeURIComponent(project)}`
}

function pass(check: string, detail: string): Check {
  return { check, status: "pass", detail }
}

function failed(check: string, detail: string): Check {
  return { check, status: "fail", detail }
}
