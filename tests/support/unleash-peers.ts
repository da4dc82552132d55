import { z } from "zod"
import type { FakeUnleash } from "#tests/support/fake-unleash.ts"
import type { UnleashServer } from "#tests/support/unleash-server.ts"

/** An Unleash server, real or not, with what people do there past the provider. */
export type UnleashPeer = {
  url: string
  adminToken: string
  backendToken: string
  personalToken(role: "editor" | "viewer"): Promise<string>
  /** A call of the Admin API by the admin; throws where it is refused. */
  admin(method: string, path: string, body?: unknown): Promise<unknown>
  createFlag(key: string): Promise<void>
  archive(key: string): Promise<void>
  dependOn(key: string, parent: { feature: string; enabled?: boolean; variants?: string[] }): Promise<void>
  aSegment(): Promise<number>
  /** What turning on creates in production, in percent; null is what the service has for everybody. */
  setDefaultStrategy(rollout: string | null): Promise<void>
  /** Changes in production need an approval from now on, or none. */
  needApprovals(needed: "needed" | "not needed"): Promise<void>
  stop(): Promise<void>
}

export function fakePeer(fake: FakeUnleash): UnleashPeer {
  const tokens = { editor: fake.editorToken, viewer: fake.viewerToken }
  return {
    url: fake.url,
    adminToken: fake.token,
    backendToken: fake.backendToken,
    personalToken: async (role) => tokens[role],
    admin: (method, path, body) => adminCall(fake, { method, path, body }),
    createFlag: async (key) => void fake.createFlag(key),
    archive: async (key) => void Object.assign(fake.flag(key), { archived: true }),
    dependOn: async (key, parent) => void fake.flag(key).dependencies.push({ enabled: true, variants: [], ...parent }),
    aSegment: async () => 1,
    setDefaultStrategy: async (rollout) => {
      if (rollout === null) fake.defaultStrategies.clear()
      else fake.defaultStrategies.set("production", { parameters: { rollout } })
    },
    needApprovals: async (needed) => {
      if (needed === "needed") fake.changeRequests.add("production")
      else fake.changeRequests.clear()
    },
    stop: () => fake.stop(),
  }
}

async function adminCall(fake: FakeUnleash, call: { method: string; path: string; body: unknown }): Promise<unknown> {
  const sent = call.body === undefined ? {} : { body: JSON.stringify(call.body) }
  const response = await fetch(`${fake.url}${call.path}`, { method: call.method, headers: { authorization: fake.token }, ...sent })
  const text = await response.text()
  if (!response.ok) throw new Error(`${call.method} ${call.path} was answered ${response.status}: ${text}`)
  return text === "" ? null : JSON.parse(text)
}

const PROJECT = "/api/admin/projects/default"
const made = z.object({ id: z.number() })

export function realPeer(server: UnleashServer): UnleashPeer {
  const { url, adminToken, backendToken, personalToken, admin, sql, stop } = server
  let segments = 0
  return {
    ...{ url, adminToken, backendToken, personalToken, admin, stop },
    createFlag: async (key) => void (await admin("POST", `${PROJECT}/features`, { name: key, type: "release" })),
    archive: async (key) => void (await admin("DELETE", `${PROJECT}/features/${key}`)),
    dependOn: async (key, parent) => void (await admin("POST", `${PROJECT}/features/${key}/dependencies`, parent)),
    aSegment: async () => made.parse(await admin("POST", "/api/admin/segments", { name: `people-${++segments}`, constraints: [] })).id,
    setDefaultStrategy: async (rollout) => {
      if (rollout === null) await sql`update project_environments set default_strategy = null`
      else await admin("POST", `${PROJECT}/environments/production/default-strategy`, { name: "flexibleRollout", parameters: { rollout } })
    },
    // The open-source edition obeys its change requests, but has no call to ask for them.
    needApprovals: async (needed) => {
      if (needed === "not needed") await sql`delete from change_request_settings`
      else await sql`insert into change_request_settings (project, environment, required_approvals) values ('default', 'production', 1)`
    },
  }
}
