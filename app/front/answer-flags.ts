import { answerOfrep, answerTooLarge, answerWithoutBody } from "../(public)/ofrep/answer-ofrep.ts"
import type { OfrepDeps } from "../(public)/ofrep/find-flags.ts"
import type { OfrepAnswer } from "../(public)/ofrep/ofrep-answer.ts"
import type { Exchange } from "./exchange.ts"
import { leaveUnread, readBody } from "./read-body.ts"
import { sendBytes } from "./send-published.ts"

/** A context is what a page knows of a person: a few hundred bytes, and never more than any other body. */
const BODY_BYTES = 1024 * 1024

type Asked = Pick<Exchange, "request" | "response" | "asked"> & { flags: OfrepDeps }

/** Clients ask for flags at every start and every change, so they are answered from memory here, without Next. */
export async function answerFlags({ request, response, asked, flags }: Asked): Promise<void> {
  const send = (answer: OfrepAnswer) => sendAnswer({ request, response }, answer)
  const known = answerWithoutBody(request.method ?? "", asked.path)
  if (known !== null) return send(known)
  const read = await readBody(request, BODY_BYTES, () => {
    if (request.headers.expect !== undefined) response.writeContinue()
  })
  if (read.is === "gone") return
  if (read.is === "read") return send(await answerOfrep(flags, { path: asked.path, headers: request.headers, body: read.body }))
  send(answerTooLarge(asked.path, BODY_BYTES))
  leaveUnread(request)
}

const NOTHING = Buffer.alloc(0)

function sendAnswer(to: Pick<Exchange, "request" | "response">, { status, headers, body }: OfrepAnswer): void {
  for (const name in headers) to.response.setHeader(name, headers[name] ?? "")
  sendBytes(to, { status, body: body ?? NOTHING })
}
