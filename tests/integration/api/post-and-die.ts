import { z } from "zod"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { openRuntime, readSettings, shareRuntime } from "#lib/runtime.ts"
import { operation } from "../../../app/api/operation.ts"
import { serve } from "../../../app/api/serve-operation.ts"

/** A process of its own that is killed inside a request: its work is written, and not yet committed. */
const [url = "", publicUrl = "", key = ""] = process.argv.slice(2)
const apiToken = "bootstrap-token-of-a-killed-process"

const settings = readSettings({
  CURTAIN_SECRET_KEY: "a-secret-key-for-tests-that-is-long-enough",
  CURTAIN_API_TOKEN: apiToken,
  CURTAIN_ROLES: "web",
  LOG_LEVEL: "error",
})
shareRuntime(await openRuntime(settings, { url, publicUrl, publicRole: "curtain_public" }))

const handler = serve(
  operation({
    method: "post",
    path: "/api/v1/things",
    act: "token.manage",
    summary: "Do it",
    body: z.object({ name: z.string() }),
    answers: { 204: { description: "Done" } },
    run: async ({ deps, actor, body }) => {
      await createToken(deps, actor, createTokenInput.parse({ name: body.name, scopes: ["releases:read"] }))
      process.kill(process.pid, "SIGKILL")
      return { status: 204 }
    },
  }),
)

await handler(
  new Request("http://localhost:3000/api/v1/things", {
    method: "POST",
    headers: { authorization: `Bearer ${apiToken}`, "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ name: key }),
  }),
)
