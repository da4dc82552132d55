import { hash } from "node:crypto"
import { evaluateFlag } from "#lib/flags/evaluate-flag.ts"
import { findFlags, type OfrepDeps } from "./find-flags.ts"
import { evaluationOf, ofrepResponse } from "./ofrep-response.ts"
import { readContext } from "./read-context.ts"

/** POST /ofrep/v1/evaluate/flags. A flag that cannot be told for this context is told so in its place; the others are told. */
export async function evaluateAll(deps: OfrepDeps, request: Request): Promise<Response> {
  const flags = await findFlags(deps, request)
  const context = await readContext(request)
  const all = await flags.all()
  const body = JSON.stringify({ flags: all.map((flag) => evaluationOf(flag.key, evaluateFlag(flag, context))) })
  const etag = `"${hash("sha256", body, "base64url")}"`
  if (isKnown(etag, request.headers.get("if-none-match"))) return ofrepResponse(304, null, { etag })
  return ofrepResponse(200, body, { etag })
}

/** Weak or strong, quoted or, as the specification's example has it, bare: the same answer is the same answer. */
function isKnown(etag: string, ifNoneMatch: string | null): boolean {
  const known = (ifNoneMatch ?? "").split(",").map(bare)
  return known.includes(bare(etag))
}

function bare(tag: string): string {
  return tag.trim().replace(/^W\//, "").replaceAll('"', "")
}
