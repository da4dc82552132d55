import { z } from "zod"
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from "zod-openapi"
import { scopeFor } from "#lib/access/authorize.ts"
import type { AnswerDescription, Operation } from "./operation.ts"
import { problem, problemSchema } from "./problem-schema.ts"

export function describeOperation(operation: Operation): ZodOpenApiOperationObject {
  const { summary, description } = operation
  return {
    operationId: operationId(operation),
    summary,
    ...(description === undefined ? {} : { description }),
    security: [{ token: [scopeFor(operation.act)] }],
    requestParams: {
      path: operation.params,
      query: operation.query,
      ...(isRepeatable(operation) ? { header: repeatableHeader } : {}),
    },
    ...bodyOf(operation),
    responses: { ...refusals(operation), ...answers(operation) },
  }
}

function bodyOf({ body, takes }: Operation): Pick<ZodOpenApiOperationObject, "requestBody"> {
  if (takes !== null)
    return {
      requestBody: { required: true, content: { [takes.mediaType]: { schema: z.string().meta({ description: takes.description }) } } },
    }
  return body === null ? {} : { requestBody: { required: isRequired(body), content: { "application/json": { schema: body } } } }
}

/** `postReleasesByIdLaunch`: made from what cannot be the same twice. */
function operationId({ method, path }: Operation): string {
  const words = path
    .replace(/^\/api\/(v1\/)?/, "")
    .replaceAll(/\{(\w+)\}/g, "by-$1")
    .split(/[^A-Za-z0-9]+/)
  return `${method}${words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join("")}`
}

function isRepeatable({ method, path }: Operation): boolean {
  return method !== "get" && path.startsWith("/api/v1/")
}

/** No body is read as `{}`. */
function isRequired(body: z.ZodType): boolean {
  return !body.safeParse({}).success
}

const repeatableHeader = z.object({
  "Idempotency-Key": z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({
      description:
        "The same key with the same request gets the same answer, marked `Idempotent-Replay: true`, for a week. Refusals are not remembered.",
      example: "deploy-acme-shop-1042",
    }),
})

function answers(operation: Operation): ZodOpenApiOperationObject["responses"] {
  return Object.fromEntries(Object.entries(operation.answers).map(([status, answer]) => [status, answerAs(Number(status), answer)]))
}

function answerAs(status: number, { description, schema, mediaType = "application/json" }: AnswerDescription): ZodOpenApiResponseObject {
  if (status >= 400) return { description, content: { "application/problem+json": { schema: problemWith(schema) } } }
  return schema === undefined ? { description } : { description, content: { [mediaType]: { schema } } }
}

function problemWith(members: z.ZodType | undefined): z.ZodType {
  return members instanceof z.ZodObject ? problemSchema.extend(members.shape) : problem
}

/** What any operation of its kind may answer. */
function refusals(operation: Operation): ZodOpenApiOperationObject["responses"] {
  const isWrite = operation.method !== "get"
  const told: Record<string, string | false> = {
    400: isWrite && "`malformed`: the body is not JSON in UTF-8",
    401: "`unauthenticated`, `invalid_token`",
    403: "`forbidden`: the token lacks the scope",
    404: Object.keys(operation.params.shape).length > 0 && "`not_found`",
    409: isWrite && "`in_flight`: a request with this Idempotency-Key is under way; or what the operation says",
    413: isWrite && "`too_large`",
    415: isWrite && "`unsupported_media_type`: send JSON",
    422: "`invalid`, with all complaints at once; `idempotency_mismatch`",
    503: "`unavailable`: try again",
  }
  const applicable = Object.entries(told).filter((entry): entry is [string, string] => entry[1] !== false)
  return Object.fromEntries(applicable.map(([status, description]) => [status, answerAs(Number(status), { description })]))
}
