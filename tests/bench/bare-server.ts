import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import { createInterface } from "node:readline"
import { pin } from "./cores.ts"
import type { Recorded } from "./record-answer.ts"
import { type ServerProcess, serverProcess } from "./server-process.ts"

/** Those that Node writes itself. */
const BY_NODE = ["date", "connection", "keep-alive", "transfer-encoding"]

/** A `node:http` server in a process of its own that answers everything as this answer was. */
export async function startBareServer(answer: Recorded): Promise<ServerProcess> {
  const headers = answer.headers.filter(([name]) => !BY_NODE.includes(name))
  const child = spawn(process.execPath, ["--import", "tsx", import.meta.filename, String(answer.status), JSON.stringify(headers)], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const [url] = await once(createInterface({ input: child.stdout }), "line")
  pin(child.pid ?? 0, "measured")
  return serverProcess(url, child)
}

if (process.argv[1] === import.meta.filename) serve(Number(process.argv[2]), JSON.parse(process.argv[3] ?? "[]"))

function serve(status: number, headers: [string, string][]): void {
  const server = createServer((_, response) => {
    for (const [name, value] of headers) response.setHeader(name, value)
    response.writeHead(status)
    response.end()
  })
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    if (typeof address === "object") console.log(`http://127.0.0.1:${address?.port}`)
  })
}
