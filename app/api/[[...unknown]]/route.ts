import { NotFound } from "#lib/kernel/errors.ts"
import { answering } from "../answer-request.ts"

const refuse = answering({ path: "/api/*" }, async () => {
  throw new NotFound("address under /api")
})

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
