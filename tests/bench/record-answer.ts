import { once } from "node:events"
import { request } from "node:http"
import { buffer } from "node:stream/consumers"

/** An answer as it came over the wire: nothing unpacked. */
export type Recorded = { path: string; status: number; headers: [string, string][]; body: Buffer }

export async function recordAnswer(url: string, headers: Record<string, string> = {}): Promise<Recorded> {
  const asked = request(url, { headers, agent: false })
  asked.end()
  const [answer] = await once(asked, "response")
  const told = Object.entries(answer.headers as Record<string, string | string[]>)
  return {
    path: new URL(url).pathname,
    status: answer.statusCode,
    headers: told.map(([name, value]) => [name, String(value)]),
    body: await buffer(answer),
  }
}

export function headerOf({ headers }: Pick<Recorded, "headers">, wanted: string): string {
  return headers.find(([name]) => name === wanted)?.[1] ?? ""
}
