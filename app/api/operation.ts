import { z } from "zod"
import type { Actor } from "#lib/access/actor.ts"
import type { Act } from "#lib/access/authorize.ts"
import type { Runtime } from "#lib/runtime.ts"

/** One thing the HTTP interface can do, as data: serving it, describing it and testing it all read this. */
export type Operation = {
  method: Method
  /** As OpenAPI writes it: `/api/v1/releases/{id}`. */
  path: `/api/${string}`
  act: Act
  summary: string
  description?: string
  params: z.ZodObject
  query: z.ZodObject
  body: z.ZodType | null
  /** A body that is no JSON comes as its bytes. */
  takes: BytesTaken | null
  answers: Answers
  /** Where the work depends on what is asked, so does the way of repeating it. */
  repeatable: Repeatable | ((body: unknown) => Repeatable)
  /** Members of an answer that are told once and never stored: a repeated request gets them as null. */
  shownOnce: readonly string[]
  run(call: Call): Promise<Reply>
}

export type BytesTaken = { mediaType: "text/csv"; limitBytes: number; description: string }

export type Method = "get" | "post" | "patch" | "delete"

/**
 * How a repeated request with the same Idempotency-Key gets the same answer. "In one transaction": work and answer share a commit.
 * "By itself": the command calls the network first, and doing it twice has one effect anyway; the answer is kept after it.
 */
export type Repeatable = "in one transaction" | "by itself"

/** By status. From 400 up the schema is that of the further members of the problem, beside `code` and `detail`. */
export type Answers = Record<number, AnswerDescription>
export type AnswerDescription = { description: string; schema?: z.ZodType; mediaType?: "application/json" | "text/plain" }

export type Call = { deps: Runtime; actor: Actor; params: unknown; query: unknown; body: unknown; bytes: Uint8Array }
export type Reply = { status: number; body?: unknown; problem?: ProblemSaid }
export type ProblemSaid = { code: string; detail: string } & Record<string, unknown>

type Definition<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Told extends Answers, Said> = {
  method: Method
  path: `/api/${string}`
  act: Act
  summary: string
  description?: string
  params?: Params
  query?: Query
  body?: Body
  /** With this, `body` is not given and `run` gets the bytes. */
  takes?: BytesTaken
  answers: Told
  repeatable?: Repeatable | ((body: z.output<Body>) => Repeatable)
  shownOnce?: readonly string[]
  run(call: {
    deps: Runtime
    actor: Actor
    params: z.output<Params>
    query: z.output<Query>
    body: z.output<Body>
    bytes: Uint8Array
  }): Promise<Said>
}

/** What `run` may return: a status that `answers` names, with the body or the problem that belongs to it. */
type ReplyOf<Told extends Answers> = {
  [Status in keyof Told & number]: `${Status}` extends `4${string}` | `5${string}`
    ? { status: Status; problem: { code: string; detail: string } & InputOf<Told[Status]> }
    : Told[Status] extends { schema: z.ZodType }
      ? { status: Status; body: InputOf<Told[Status]> }
      : { status: Status }
}[keyof Told & number]

type InputOf<Described extends AnswerDescription> = Described extends { schema: infer Schema extends z.ZodType }
  ? ReadonlyDeep<z.input<Schema>>
  : unknown

/** So that an array written out in a reply fits: statuses are inferred as constants, and with them everything beside. */
type ReadonlyDeep<Value> = unknown extends Value
  ? Value
  : Value extends Scalar
    ? Value
    : { readonly [Key in keyof Value]: ReadonlyDeep<Value[Key]> }
type Scalar = string | number | boolean | bigint | null | undefined | Temporal.Instant

type Nothing = z.ZodObject<Record<never, never>>
const nothing: Nothing = z.strictObject({})

/** Unknown fields at the top are refused, whether or not the schema says so; objects inside it say so themselves. */
export function operation<
  const Told extends Answers,
  const Said extends ReplyOf<Told>,
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
>(definition: Definition<Params, Query, Body, Told, Said>): Operation {
  return {
    ...definition,
    params: (definition.params ?? nothing).strict(),
    query: (definition.query ?? nothing).strict(),
    body: definition.body instanceof z.ZodObject ? definition.body.strict() : (definition.body ?? null),
    takes: definition.takes ?? null,
    repeatable: wayOf(definition.repeatable),
    shownOnce: definition.shownOnce ?? [],
    run: (call) => definition.run(parsedCall(call)),
  }
}

function wayOf<Body>(repeatable: Repeatable | ((body: Body) => Repeatable) = "in one transaction"): Operation["repeatable"] {
  return typeof repeatable === "function" ? (body) => repeatable(parsedBody<Body>(body)) : repeatable
}

/** Sound for the same reason as `parsedCall`. */
function parsedBody<Body>(body: unknown): Body {
  return body as Body
}

/** Sound, since serving parses `params`, `query` and `body` with the very schemas of the definition before it calls `run`. */
function parsedCall<Parsed>(call: Call): Parsed {
  return call as Parsed
}
