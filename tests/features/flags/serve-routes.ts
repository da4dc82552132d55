import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { OfrepDeps } from "../../../app/(public)/ofrep/find-flags.ts"
import { answerFlags } from "../../../app/front/answer-flags.ts"
import { pathOf } from "../../../app/front/request-path.ts"

export type ServedRoutes = { url: string; close(): Promise<void> }

/** The two evaluation routes behind a plain server on the loopback interface: what a client sees, without a build. */
export async function serveRoutes(flags: OfrepDeps): Promise<ServedRoutes> {
  const server = createServer((request, response) => {
    answerFlags({ request, response, asked: pathOf(request.url), flags }).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
