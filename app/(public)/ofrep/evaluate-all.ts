import { hash } from "node:crypto"
import type { EvaluationContext } from "#lib/flags/evaluation.ts"
import { bareAnswer, jsonAnswer, type OfrepAnswer } from "./ofrep-answer.ts"
import type { ToldFlag } from "./told-flag.ts"

/** POST /ofrep/v1/evaluate/flags. A flag that cannot be told for this context is told so in its place; the others are told. */
export function evaluateAll(flags: Iterable<ToldFlag>, context: EvaluationContext, ifNoneMatch: string | undefined): OfrepAnswer {
  let told = ""
  for (const flag of flags) told += told === "" ? flag.tell(context).text : `,${flag.tell(context).text}`
  const body = `{"flags":[${told}]}`
  const etag = `"${hash("sha256", body, "base64url")}"`
  return isKnown(etag, ifNoneMatch) ? bareAnswer(304, { etag }) : jsonAnswer(200, body, { etag })
}

/** Weak or strong, quoted or, as the specification's example has it, bare: the same answer is the same answer. */
function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.split(",").map(bare).includes(bare(etag))
}

function bare(tag: string): string {
  return tag.trim().replace(/^W\//, "").replaceAll('"', "")
}
