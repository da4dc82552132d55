import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import next from "next"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { ROLES, type Role } from "#lib/access/actor.ts"
import { removePerson } from "#lib/people/remove-person.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ACTION_ROWS, PAGE_ROWS } from "#tests/support/permission-table.ts"
import { aPerson } from "#tests/support/person.ts"
import { startPortal } from "#tests/support/portal.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"

const ROOT = new URL("../../../", import.meta.url).pathname
const NO = "0198c0de-0000-7000-8000-000000000001"
/** Nobody answers there: it is kept, and the test of it fails. */
const UNLEASH = { baseUrl: "https://127.0.0.1:1" }
let release = ""

let world: World
const sites: Record<string, string> = {}
const cookies = new Map<Role | "nobody" | "removed", string>([["nobody", "a=b"]])

beforeAll(async () => {
  world = await aWorld({ CURTAIN_ALLOW_PRIVATE_HOSTS: new URL(UNLEASH.baseUrl).host })
  sites["our server"] = (await startPortal({ world })).url
  actions = (JSON.parse(readFileSync(`${ROOT}.next/server/server-reference-manifest.json`, "utf8")) as Manifest).node
  sites["a bare Next handler"] = await startBareNext()
  release = await planRelease(world, ADA, planReleaseInput.parse({ name: "A release" }))
  for (const role of ROLES) cookies.set(role, (await aPerson(world, role)).cookie)
  const removed = await aPerson(world, "owner")
  await removePerson(world, ADA, removed.actor.id)
  cookies.set("removed", removed.cookie)
})

/** The same build with nothing in front: what a page checks, it checks itself. */
async function startBareNext(): Promise<string> {
  shareRuntime(world)
  const app = next({ dev: false, dir: ROOT, quiet: true })
  await app.prepare()
  const server = createServer(app.getRequestHandler())
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await app.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** By folder and name: what a form of the page would send, of the one release there is and of other things that are not there. */
const FIELDS: Record<string, Record<string, string>> = {
  "audience add": { email: "somebody@acme.example", name: "", locale: "", consent: "confirmed", traits: "" },
  "audience erase": { id: NO },
  "audience lift": { id: NO },
  "audience suppress": { id: NO },
  "audience takeOff": { id: NO },
  "audience/segments create": { name: "Everybody", rule: '{"all":[]}' },
  "audience/segments edit": { id: NO, name: "Everybody else", rule: '{"all":[]}' },
  "audience/segments measure": { rule: '{"all":[]}' },
  "audience/segments remove": { id: NO },
  "releases/[releaseId]/audience setAudience": { id: "{id}", mail: "none" },
  "flags change": { id: NO, description: "", enabled: "on", rollout: "100", targeting: "[]" },
  "flags create": { connection: "builtin", key: "new-editor", environment: "production", description: "" },
  "flags describe": { id: NO, description: "" },
  "flags look": { id: NO },
  "flags/connections connect": { ...UNLEASH, kind: "unleash", name: "Flags", project: "default", token: "a-token-of-the-tests" },
  "flags/connections edit": { ...UNLEASH, id: NO, name: "Flags" },
  "flags/connections forget": { id: NO },
  "flags/connections remove": { id: NO },
  "flags/connections replaceToken": { id: NO, token: "a-token-of-the-tests" },
  "flags/connections test": { id: NO },
  "launches/[launchId] pause": { id: NO },
  "launches/[launchId] planCorrection": { launch: NO, name: "A correction" },
  "launches/[launchId] recall": { release: "{id}", reason: "It broke." },
  "launches/[launchId] resume": { id: NO },
  "launches/[launchId] retry": { id: NO, flags: "restore" },
  "launches/[launchId] stop": { id: NO },
  "people invite": { email: "somebody@acme.example", role: "viewer" },
  "people change": { id: NO, role: "viewer" },
  "people remove": { id: NO },
  "people setRules": { domains: "", domainRole: "viewer", ownApproval: "refused" },
  "releases plan": { name: "Another release", summary: "" },
  "releases/[releaseId] addDocument": { id: "{id}", kind: "entry", title: "Words" },
  "releases/[releaseId] approve": { id: NO, release: "{id}", hash: "0".repeat(64) },
  "releases/[releaseId] changeChanges": { id: "{id}" },
  "releases/[releaseId] changeFlags": { id: "{id}" },
  "releases/[releaseId] editDetails": {
    id: "{id}",
    name: "A release",
    summary: "",
    owner: "Ada",
    mail: "none",
    hold: "5",
    grace: "60",
    patience: "10",
  },
  "releases/[releaseId] launch": { id: "{id}" },
  "releases/[releaseId] schedule": { id: "{id}", at: "2999-01-01T09:00", timeZone: "Europe/Berlin" },
  "releases/[releaseId] unschedule": { id: "{id}" },
  "releases/[releaseId] writeDrafts": { id: "{id}" },
  "releases/[releaseId]/documents/[documentId] preview": { as: "page", title: "Words", body: "More words." },
  "releases/[releaseId]/documents/[documentId] previewMail": { id: NO, as: "mail", title: "Words", body: "More words." },
  "releases/[releaseId]/documents/[documentId] restore": { id: NO, number: "1", ifHash: "" },
  "releases/[releaseId]/documents/[documentId] save": { id: NO, title: "Words", slug: "words", body: "", tags: "", ifHash: "" },
  "repositories editSettings": { id: NO, defaultBranch: "main", productionEnvironment: "production" },
  "repositories redeliver": { id: NO },
  "settings addTopic": { key: "news", name: "News", description: "" },
  "settings renameTopic": { key: "no-such-topic", name: "News", description: "" },
  "settings retire": { key: "no-such-topic" },
  "settings saveSender": { name: "Acme", postalAddress: "Acme Ltd, 1 Harbour Street, Dublin" },
  "settings saveSite": { name: "Acme", lead: "", accent: "", headingFont: "newsreader" },
  "tokens create": { name: "A token", scopes: "releases:read", days: "1" },
  "tokens revoke": { id: NO },
  "unreleased startRelease": { name: "A third release" },
  "unreleased addToRelease": { release: NO, change: NO },
  "unreleased mark": { change: NO, audience: "internal" },
  "unreleased edit": { id: NO, title: "A change", type: "feat", audience: "customer", flags: "" },
}

const withIds = (text: string) => text.replace("{id}", release).replace("{no}", NO)

type Manifest = { node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }> }
let actions: Manifest["node"]

async function act(site: string, action: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  const [folder, name] = action.split(" ")
  const [id = ""] =
    Object.entries(actions).find(
      ([, { filename, exportedName }]) => filename === `app/workspace/${folder}/actions.ts` && exportedName === name,
    ) ?? []
  const form = new FormData()
  for (const [field, value] of Object.entries(FIELDS[action] ?? {})) form.append(`_1_${field}`, withIds(value))
  form.append("0", '[{"is":"new"},"$K1"]')
  const sent = { "next-action": id, accept: "text/x-component", origin: site, ...headers }
  // A page that has the action; not every page of a folder has all of them.
  const [page = ""] = Object.keys(actions[id]?.workers ?? {})
  const path = PAGE_ROWS.find((row) => page === `app/workspace/${row.folder}/page`)?.path ?? ""
  const response = await fetch(`${site}${withIds(path)}`, { method: "POST", headers: sent, body: form, redirect: "manual" })
  return { status: response.status, text: `${response.headers.get("x-action-redirect") ?? ""} ${await response.text()}` }
}

/** What became of a call: the command's refusal by role, its own answer, or that one has to sign in. */
function saidBy({ status, text }: Awaited<ReturnType<typeof act>>): string {
  if (text.includes("This is for the role")) return "refused"
  if (text.includes("You are signed out")) return "signs in first"
  // Done, or refused for what was asked: a complaint about a field would come before the command is asked at all.
  if (text.startsWith("/workspace/") || text.includes('"is":"done"') || text.includes('"complaints":[]')) return "may"
  // What only the command can know, having asked who asks.
  if (text.includes("There is no such")) return "may"
  return `${status} ${text.slice(0, 300)}`
}

describe.each(["our server", "a bare Next handler"])("with %s in front", (front) => {
  test.each(PAGE_ROWS)("$folder is for whom it should be", async ({ path, status, roles }) => {
    const seen: Record<string, number | string> = {}
    for (const [who, cookie] of cookies) {
      const response = await fetch(`${sites[front]}${withIds(path)}`, { headers: { cookie }, redirect: "manual" })
      const to = (response.headers.get("location") ?? "").replace(/\?.*/, "")
      seen[who] = to === "/signin" ? to : response.status
    }
    const expected = ROLES.map((role) => [role, roles.includes(role) ? status : 403])
    expect(seen).toEqual({ ...Object.fromEntries(expected), nobody: "/signin", removed: "/signin" })
  })

  test.each(ACTION_ROWS)("$action is for whom it should be", async ({ action, roles }) => {
    const seen: Record<string, string> = {}
    // An action that leads on makes Next ask itself for the page, and say so where nobody listens at the public address.
    const said = vi.spyOn(console, "error").mockImplementation(() => {})
    for (const [who, cookie] of cookies) {
      seen[who] = saidBy(await act(sites[front] ?? "", action, { cookie }))
    }
    const expected = ROLES.map((role) => [role, roles.includes(role) ? "may" : "refused"])
    expect(seen).toEqual({ ...Object.fromEntries(expected), nobody: "signs in first", removed: "signs in first" })
    said.mockRestore()
  })

  test("an action of another build is refused as such", async () => {
    const sent = { "next-action": "00".repeat(21), origin: sites[front] ?? "", cookie: cookies.get("owner") ?? "" }
    const response = await fetch(`${sites[front]}/workspace/people`, { method: "POST", headers: sent, body: "[]" })
    expect(response.status).toBe(409)
  })

  test.each([
    { origin: "" },
    { origin: "null" },
    { origin: "https://evil.example" },
    { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
  ])("an owner's browser does nothing for a page that sends %j", async (headers) => {
    // A bare Next says on the console that it refused.
    const said = vi.spyOn(console, "error").mockImplementation(() => {})
    const before = (await world.db.execute("select count(*)::int as count from audit_records"))[0]
    const { text } = await act(sites[front] ?? "", "people setRules", { cookie: cookies.get("owner") ?? "", ...headers })
    expect(text).not.toContain('"is":"done"')
    expect((await world.db.execute("select count(*)::int as count from audit_records"))[0]).toEqual(before)
    said.mockRestore()
  })
})
