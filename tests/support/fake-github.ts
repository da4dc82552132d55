import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

export type FakeGitHub = {
  url: string
  /** Paths that were asked, without the page's size. */
  asked: string[]
  /** What it answers next to whatever is asked, before the stories below. */
  refuseOnce(status: number, headers?: Record<string, string>): void
  /** A path of the interface, and the commits on its pages. */
  tell(path: string, answer: object | object[]): void
  close(): Promise<void>
}

/** As much of GitHub's REST interface as we ask: comparisons and the commits of a pull request, by page, for the right token. */
export async function startFakeGitHub(token: string): Promise<FakeGitHub> {
  const stories = new Map<string, object | object[]>()
  const asked: string[] = []
  const refusals: { status: number; headers: Record<string, string> }[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://fake")
    asked.push(pathname)
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body))
    const refusal = refusals.shift()
    if (refusal) return answer(refusal.status, { message: "no" }, refusal.headers)
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { message: "Bad credentials" })
    const story = stories.get(pathname)
    if (story === undefined) return answer(404, { message: "Not Found" })
    return answer(200, pageOf(story, Number(searchParams.get("page")), Number(searchParams.get("per_page"))))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    refuseOnce: (status, headers = {}) => refusals.push({ status, headers }),
    tell: (path, answer) => stories.set(path, answer),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function pageOf(story: object | object[], page: number, size: number): unknown {
  const part = (all: object[]) => all.slice((page - 1) * size, page * size)
  if (Array.isArray(story)) return part(story)
  return "commits" in story && Array.isArray(story.commits) ? { ...story, commits: part(story.commits) } : story
}
