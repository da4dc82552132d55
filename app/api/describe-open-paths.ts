import { z } from "zod"
import type { createDocument } from "zod-openapi"
import { markSeenInput, newsQuery } from "#lib/readers/input.ts"
import { problemSchema } from "./problem-schema.ts"

type Paths = NonNullable<Parameters<typeof createDocument>[0]["paths"]>
type Path = Paths[string]

/** What is answered by no operation: without a token, or to somebody who proves themselves in another way. */
export function describeOpenPaths(): Paths {
  return {
    "/api/health": {
      get: {
        operationId: "getHealth",
        summary: "Whether the portal works",
        security: [],
        responses: {
          200: json("It works", z.object({ status: z.literal("ok") })),
          503: problem("Something is broken, and not just busy", BROKEN),
        },
      },
    },
    "/api/docs": page("getDocs", "This document as a page", { "text/html": { schema: z.string() } }),
    "/api/openapi.json": page("getOpenapi", "This document", { "application/json": { schema: z.looseObject({}) } }),
    "/api/widget/announcements": describeNews(),
    "/api/widget/seen": describeSeen(),
    "/api/hooks/github": hook("GitHub", ["X-Hub-Signature-256", "X-GitHub-Event", "X-GitHub-Delivery"]),
    "/api/hooks/gitlab": hook("GitLab", ["X-Gitlab-Event", "Idempotency-Key"]),
    "/api/hooks/cdevents": { post: { ...hook("CDEvents", []).post, security: [{ token: ["deployments:write"] }] } },
    "/api/hooks/resend": hook("Resend", ["svix-id", "svix-timestamp", "svix-signature"]),
  }
}

const BROKEN = problemSchema.extend({ broken: z.array(z.string()) })

function json(description: string, schema: z.ZodType) {
  return { description, content: { "application/json": { schema } } }
}

function problem(description: string, schema: z.ZodType = problemSchema) {
  return { description, content: { "application/problem+json": { schema } } }
}

function page(operationId: string, summary: string, content: Record<string, { schema: z.ZodType }>): Path {
  return { get: { operationId, summary, security: [], responses: { 200: { description: "As it is now", content } } } }
}

function describeNews(): Path {
  const item = z.object({
    ...{ id: z.string(), kind: z.enum(["entry", "announcement"]), title: z.string(), url: z.url().nullable() },
    ...{ html: z.string().meta({ description: "Sanitised" }), publishedAt: z.iso.datetime(), tags: z.array(z.string()) },
  })
  const seen = z.int().nullable().optional().meta({ description: "Told of a reader: the revision that they saw last, on any device" })
  const news = z.object({ revision: z.int(), unread: z.int(), seen, items: z.array(item) })
  return {
    get: {
      operationId: "getNews",
      summary: "What the bell shows, for any origin",
      security: [],
      requestParams: { query: newsQuery },
      responses: { 200: json("The newest, and how many of them are unread", news), 422: problem("The query is wrong") },
    },
  }
}

function describeSeen(): Path {
  return {
    post: {
      operationId: "markSeen",
      summary: "Say what the bell has shown to somebody, from any origin",
      description:
        "Kept for a reader that the product around the bell names and proves. For anybody else the browser remembers, and nothing is kept.",
      security: [],
      requestBody: { content: { "application/json": { schema: markSeenInput } } },
      responses: {
        204: { description: "It is read on all their devices" },
        422: problem("The body is wrong, or the proof is"),
        429: problem("Too much from one network at once"),
      },
    },
  }
}

/** News of another system. What it has to prove depends on the sender, and every delivery counts once. */
function hook(sender: string, headers: readonly string[]) {
  const outcome = z.object({ outcome: z.string(), id: z.uuid().optional(), reason: z.string().optional() })
  return {
    post: {
      operationId: `receive${sender}Hook`,
      summary: `Take what ${sender} tells`,
      security: [],
      ...(headers.length === 0
        ? {}
        : { requestParams: { header: z.object(Object.fromEntries(headers.map((name) => [name, z.string()]))) } }),
      requestBody: { content: { "application/json": { schema: z.looseObject({}) } } },
      responses: {
        200: json("Done, ignored with the reason, or known already", outcome),
        202: json("Written down; what came of it is in `/api/v1/hook-deliveries`", outcome),
        401: problem("Nobody proved that it is from there"),
        422: problem("It cannot be read"),
        503: problem("No secret is configured"),
      },
    },
  } satisfies Path
}
