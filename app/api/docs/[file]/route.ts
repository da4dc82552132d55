import { NotFound } from "#lib/kernel/errors.ts"
import { openResource } from "../../resource.ts"
import { findDocsFile } from "../docs-files.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = openResource("/api/docs/{file}", async ({ request, params }) => {
  const file = findDocsFile(String(params.file))
  if (file === null) throw new NotFound("file of this page")
  const headers = { etag: file.etag, "cache-control": "no-cache" }
  if (request.headers.get("if-none-match")?.includes(file.etag)) return new Response(null, { status: 304, headers })
  return new Response(new Uint8Array(file.body), { headers: { ...headers, "content-type": file.type } })
})
