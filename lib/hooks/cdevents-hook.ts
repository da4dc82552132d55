import { type CloudEvent, HTTP } from "cloudevents"
import { z } from "zod"
import { cleanText, type HookReading, timeOf, webAddress } from "./hook-reading.ts"
import { readPayload } from "./read-payload.ts"

export type ReadCloudEvent = { is: "event"; source: string; id: string; data: unknown } | { is: "no event"; reason: string }

/** A CloudEvent in either of its forms over HTTP: in the headers, or as the body. */
export function readCloudEvent(headers: Record<string, string>, body: string): ReadCloudEvent {
  try {
    const event = HTTP.toEvent({ headers, body })
    if (Array.isArray(event)) return { is: "no event", reason: "Send one event at a time, not a batch." }
    const { source, id, data } = event as CloudEvent<unknown>
    return { is: "event", source, id, data: typeof data === "string" ? JSON.parse(data) : data }
  } catch (error) {
    return { is: "no event", reason: error instanceof Error ? error.message : "This is no CloudEvent." }
  }
}

/** What CDEvents say to us: a service was deployed somewhere. Versions 0.4 and 0.5 differ in nothing that matters here. */
export function readCDEvent(payload: unknown): HookReading {
  const event = typeOf(payload)
  return readPayload(cdEvent, { payload, event }, (told) => readService(told, event))
}

const context = z.object({ type: z.string(), timestamp: z.string(), id: z.string(), source: z.string() })
const cdEvent = z.object({
  context,
  subject: z.object({ id: z.string(), content: z.unknown().optional() }),
  customData: z.unknown().optional(),
})

function typeOf(payload: unknown): string {
  const type = z.object({ context: z.object({ type: z.string() }) }).safeParse(payload).data?.context.type ?? ""
  return cleanText(/^dev\.cdevents\.([\w.]+?)(?:\.\d+\.\d+\.\d+)?$/.exec(type)?.[1] ?? "unknown").slice(0, 100)
}

const DEPLOYING = ["service.deployed", "service.upgraded", "service.rolledback"]

const content = z.object({ environment: z.object({ id: z.string() }), artifactId: z.string().nullish() })
const customData = z.object({
  repository: z.string().nullish(),
  sha: z.string().nullish(),
  previousSha: z.string().nullish(),
  url: z.string().nullish(),
})

const HOW_TO =
  'put `"customData": {"repository": "acme/shop", "sha": "…"}` beside context and subject, or name a commit: pkg:github/acme/shop@<sha>.'

function readService({ context, subject, customData: custom }: z.output<typeof cdEvent>, event: string): HookReading {
  if (!DEPLOYING.includes(event)) {
    return { is: "ignored", event, repository: null, reason: "Curtain takes service.deployed, service.upgraded and service.rolledback." }
  }
  const told = content.safeParse(subject.content)
  if (!told.success)
    return { is: "unreadable", event, repository: null, complaints: [{ path: "subject.content.environment.id", message: "is required" }] }
  const said = customData.safeParse(custom).data ?? {}
  const { repository, sha } = commitOf(said, told.data.artifactId ?? "")
  if (!repository || !sha) return { is: "ignored", event, repository, reason: `It names no commit: ${HOW_TO}` }
  const deployment = {
    ...{ repository, sha, environment: told.data.environment.id, status: "success" as const },
    externalId: `cdevents:${context.id}`.slice(0, 200),
    deployedAt: timeOf(context.timestamp) ?? context.timestamp,
    ...(said.previousSha ? { previousSha: said.previousSha } : {}),
    ...webAddress(said.url),
  }
  return { is: "news", event, repository, news: { is: "deployment", deployment } }
}

function commitOf(said: z.output<typeof customData>, artifact: string): { repository: string | null; sha: string | null } {
  const named = commitIn(artifact)
  return { repository: said.repository ?? named?.repository ?? null, sha: said.sha ?? named?.sha ?? null }
}

/** A package URL of a source repository names a commit as its version; an image's is a digest, which is none. */
function commitIn(artifact: string): { repository: string; sha: string } | null {
  const purl = /^pkg:(?:github|gitlab|bitbucket)\/([\w.%/-]+)@([0-9a-f]{7,64})(?:[?#].*)?$/i.exec(artifact)
  return purl ? { repository: decoded(purl[1] ?? ""), sha: purl[2] ?? "" } : null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
