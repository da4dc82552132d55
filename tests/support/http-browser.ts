/** A browser as far as HTTP goes: keeps cookies, sends forms as one would, and follows nothing by itself. */
export class HttpBrowser {
  readonly #cookies = new Map<string, string>()
  readonly #origin: string

  constructor(origin: string) {
    this.#origin = origin
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#ask(path, { headers })
  }

  /** A form of a page of the portal. */
  send(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.#ask(path, {
      method: "POST",
      body: new URLSearchParams(fields).toString(),
      headers: { origin: this.#origin, "content-type": "application/x-www-form-urlencoded", ...headers },
    })
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  async #ask(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const response = await fetch(new URL(path, this.#origin), { ...init, headers: { ...init.headers, cookie }, redirect: "manual" })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  #keep(line: string): void {
    const [pair = ""] = line.split(";")
    const at = pair.indexOf("=")
    const isOver = /max-age=0(?:;|$)/i.test(line) || pair.endsWith("=")
    if (isOver) this.#cookies.delete(pair.slice(0, at))
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

/** Where an answer leads, as a path of ours where it is one. */
export function leadsTo(response: Response): string {
  const location = response.headers.get("location") ?? ""
  const url = new URL(location, response.url)
  return url.origin === new URL(response.url).origin ? `${url.pathname}${url.search}` : location
}
