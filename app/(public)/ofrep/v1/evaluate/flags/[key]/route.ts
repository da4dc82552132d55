import { runtime } from "../../../../../../runtime.ts"
import { evaluateOne, keyIn } from "../../../../evaluate-one.ts"
import { serveOfrep } from "../../../../serve-ofrep.ts"

export const dynamic = "force-dynamic"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = serveOfrep({
  deps: runtime,
  evaluate: evaluateOne,
  keyOf: (request) => ({ key: keyIn(request.url) }),
})
