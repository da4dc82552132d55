import { openResource } from "../resource.ts"
import { DOCS_PAGE } from "./docs-files.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = openResource("/api/docs", async () => {
  return new Response(DOCS_PAGE, { headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" } })
})
