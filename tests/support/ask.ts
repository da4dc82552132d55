import type { RouteHandler } from "../../app/api/answer-request.ts"
import { API_TOKEN } from "./world.ts"

export type Question = {
  method?: string
  /** Null sends none; the bootstrap token unless said otherwise. */
  token?: string | null
  body?: unknown
  /** Sent as it is, where `body` would be written as JSON. */
  rawBody?: BodyInit
  headers?: Record<string, string>
  params?: Record<string, string>
}

/** Calls a route handler as Next would, on the Runtime that the test shared. */
export function ask(handler: RouteHandler, path: string, question: Question = {}): Promise<Response> {
  const { method = question.body === undefined && question.rawBody === undefined ? "GET" : "POST", token = API_TOKEN } = question
  const body = question.rawBody ?? (question.body === undefined ? null : JSON.stringify(question.body))
  const request = new Request(`http://localhost:3000${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === null ? {} : { "content-type": "application/json" }),
      ...question.headers,
    },
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  })
  return handler(request, { params: Promise.resolve(question.params ?? {}) })
}
