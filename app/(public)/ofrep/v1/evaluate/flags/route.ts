import { runtime } from "../../../../../runtime.ts"
import { evaluateAll } from "../../../evaluate-all.ts"
import { serveOfrep } from "../../../serve-ofrep.ts"

export const dynamic = "force-dynamic"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = serveOfrep({ deps: runtime, evaluate: evaluateAll })
