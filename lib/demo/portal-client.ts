import { askPortal, type PortalAnswer } from "./ask-portal.ts"

/** Speaks to a portal as programs do, with a token, and as visitors do, without one. */
export type PortalClient = {
  get<Answer>(path: string): Promise<Answer>
  post<Answer>(path: string, body?: unknown): Promise<Answer>
  patch<Answer>(path: string, body: unknown): Promise<Answer>
  visit(path: string, body?: unknown): Promise<PortalAnswer>
}

export function openPortalClient({ url, token }: { url: string; token: string }): PortalClient {
  return {
    get: (path) => askPortal({ url: url + path, method: "GET", token }).then((answer) => accepted(answer)),
    post: (path, body = {}) => askPortal({ url: url + path, method: "POST", token, body }).then((answer) => accepted(answer)),
    patch: (path, body) => askPortal({ url: url + path, method: "PATCH", token, body }).then((answer) => accepted(answer)),
    visit: (path, body) => askPortal({ url: url + path, method: body === undefined ? "GET" : "POST", token: null, body }),
  }
}

/** A refusal is an error here: the demo asks for nothing that it may not. */
function accepted<Answer>({ status, text }: PortalAnswer): Answer {
  if (status >= 400) throw new Error(`the portal refused with ${status}: ${text}`)
  return JSON.parse(text) as Answer
}
