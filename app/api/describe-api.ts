import { createDocument } from "zod-openapi"
import { describeOpenPaths } from "./describe-open-paths.ts"
import { describeOperation } from "./describe-operation.ts"
import type { Operation } from "./operation.ts"

type Document = ReturnType<typeof createDocument>
type Paths = NonNullable<Parameters<typeof createDocument>[0]["paths"]>

/** OpenAPI 3.1, from the very schemas that parse the requests and write the answers. */
export function describeApi(operations: readonly Operation[], origin: string): Document {
  return createDocument({
    openapi: "3.1.0",
    info: { title: "Curtain", version: "1", description: INTRODUCTION, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: origin }],
    security: [{ token: [] }],
    tags: [...new Set(operations.map(tagOf))].map((name) => ({ name })),
    paths: { ...describeOpenPaths(), ...describePaths(operations) },
    components: { securitySchemes: { token: TOKEN } },
  })
}

const INTRODUCTION = `Deploy any time. Release on cue.

Errors are RFC 9457 problems: programs read \`code\`, and \`errors\` has everything that is wrong with the input at once. Times are RFC 3339 in UTC.
Lists come in pages: send \`nextCursor\` as \`cursor\`. Every POST, PATCH and DELETE takes an \`Idempotency-Key\`, with which it is safe to repeat.`

const TOKEN = {
  type: "http" as const,
  scheme: "bearer",
  description:
    "A token made with `POST /api/v1/tokens`, or the portal's bootstrap token. Each operation names the scope it needs; `admin` has all of them.",
}

function describePaths(operations: readonly Operation[]): Paths {
  const paths: Paths = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: { ...describeOperation(operation), tags: [tagOf(operation)] } }
  }
  return paths
}

/** `/api/v1/releases/{id}/launch` is about releases. */
function tagOf({ path }: Operation): string {
  return path.replace(/^\/api\/(v1\/)?/, "").split("/")[0] ?? "other"
}
