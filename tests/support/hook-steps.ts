import { createHmac, randomUUID } from "node:crypto"
import { listChanges } from "#lib/changes/queries.ts"
import type { HookDelivery } from "#lib/hooks/hook-delivery.ts"
import { processHook } from "#lib/hooks/process-hook.ts"
import { listHookDeliveries } from "#lib/hooks/queries.ts"
import { ask } from "#tests/support/ask.ts"
import type { World } from "#tests/support/world.ts"
import { POST as takeFromGitHub } from "../../app/api/hooks/github/route.ts"

export const GITHUB_SECRET = "a-secret-of-the-tests-for-github"
export const GITLAB_TOKEN = `whsec_${Buffer.from("a-secret-of-the-tests-for-gitlab").toString("base64")}`
export const HOOK_ENV = { GITHUB_WEBHOOK_SECRET: GITHUB_SECRET, GITLAB_WEBHOOK_TOKEN: GITLAB_TOKEN }

export type Answer = { status: number; body: Record<string, unknown> }

export function signatureOf(body: string | Uint8Array, secret = GITHUB_SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`
}

export type GitHubDelivery = { event: string; payload: unknown; id?: string; headers?: Record<string, string> }

/** What GitHub sends. */
export function headersOf(body: string | Uint8Array, { event, id, headers }: Omit<GitHubDelivery, "payload">): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": id ?? randomUUID(),
    "x-hub-signature-256": signatureOf(body),
    ...headers,
  }
}

export async function fromGitHub(delivery: GitHubDelivery): Promise<Answer> {
  const body = JSON.stringify(delivery.payload)
  return answerOf(ask(takeFromGitHub, "/api/hooks/github", { token: null, rawBody: body, headers: headersOf(body, delivery) }))
}

export async function answerOf(asked: Promise<Response>): Promise<Answer> {
  const response = await asked
  return { status: response.status, body: await response.json() }
}

/** Does what a worker would: each delivery that is owed, in the order of arrival. */
export async function settleHooks(world: World): Promise<void> {
  const owed = await listHookDeliveries(world.db, { outcome: "received", after: null, limit: 10_000 })
  for (const { id } of owed.reverse()) await processHook(world, { deliveryId: id })
}

export async function deliveryOf(world: World, id: unknown): Promise<HookDelivery | undefined> {
  const all = await listHookDeliveries(world.db, { after: null, limit: 10_000 })
  return all.find((delivery) => delivery.id === id)
}

/** The titles of what is deployed, for customers, and in no release; sorted. */
export async function unreleased(world: World, repository: string): Promise<string[]> {
  const changes = await listChanges(world.db, { state: "unreleased", repository, after: null, limit: 5000 })
  return changes.map(({ title }) => title).sort()
}
