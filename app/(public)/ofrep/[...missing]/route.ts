import { jsonResponse } from "../ofrep-response.ts"

export const dynamic = "force-dynamic"

/** What the specification knows and we do not serve, or nobody knows: told to programs as they expect it, not as a page. */
async function answerMissing(): Promise<Response> {
  return jsonResponse(404, { errorCode: "GENERAL", errorDetails: "There is nothing at this address." })
}

export const GET = answerMissing
export const HEAD = answerMissing
export const POST = answerMissing
export const PUT = answerMissing
export const PATCH = answerMissing
export const DELETE = answerMissing
