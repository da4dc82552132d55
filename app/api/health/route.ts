import { checkHealth } from "#lib/health/check-health.ts"
import { problemResponse } from "../problem.ts"
import { openResource } from "../resource.ts"

/** Open to anybody, so it names the broken part and nothing about what is in it. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = openResource("/api/health", async ({ deps, requestId }) => {
  const broken = await checkHealth(deps)
  if (broken.length === 0) return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } })
  return problemResponse({ status: 503, code: "broken", detail: `Not working: ${broken.join(", ")}.`, members: { broken } }, requestId)
})
