import { createHash } from "node:crypto"
import { allOperations } from "../all-operations.ts"
import { describeApi } from "../describe-api.ts"
import { openResource } from "../resource.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = openResource("/api/openapi.json", async ({ deps, request }) => {
  const { text, etag } = describedOnce(deps.settings.publicUrl.origin)
  const headers = { etag, "cache-control": "no-cache", "access-control-allow-origin": "*" }
  if (request.headers.get("if-none-match")?.includes(etag)) return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, "content-type": "application/json" } })
})

let described: { text: string; etag: string } | null = null

/** It depends on the code and one setting, so one making per process is enough. */
function describedOnce(origin: string): { text: string; etag: string } {
  if (described === null) {
    const text = JSON.stringify(describeApi(allOperations, origin))
    described = { text, etag: `"${createHash("sha256").update(text).digest("base64url")}"` }
  }
  return described
}
