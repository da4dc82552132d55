import { expect, test } from "vitest"
import { askNext, type RequestHandler } from "../../../app/front/ask-next.ts"

const GET = { method: "GET", path: "/a?b=c", headers: { host: "localhost" } }

test("a handler is asked without a connection, and its whole answer comes back", async () => {
  const handle: RequestHandler = async (request, response) => {
    response.writeHead(201, { "content-type": "text/plain", "x-asked": `${request.method} ${request.url}` })
    response.write("one ")
    response.end("two")
  }
  const reply = await askNext(handle, GET)
  expect({ status: reply.status, asked: reply.headers["x-asked"], body: reply.body.toString() }).toEqual({
    status: 201,
    asked: "GET /a?b=c",
    body: "one two",
  })
})

test("a body is handed over as it is", async () => {
  const handle: RequestHandler = async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    response.end(Buffer.concat(chunks))
  }
  const body = Buffer.from([0, 13, 10, 13, 10, 255])
  const reply = await askNext(handle, { ...GET, method: "POST", body })
  expect(reply.body).toEqual(body)
})

test("a handler that streams a large file is never left waiting", async () => {
  const part = Buffer.alloc(64 * 1024, "x")
  const handle: RequestHandler = async (_, response) => {
    for (let written = 0; written < 64; written++) {
      if (!response.write(part)) await new Promise((resolve) => response.once("drain", resolve))
    }
    response.end()
  }
  expect((await askNext(handle, GET)).body).toHaveLength(64 * part.length)
})

test("what a handler throws comes to who asked", async () => {
  const handle: RequestHandler = async () => {
    throw new Error("broken")
  }
  await expect(askNext(handle, GET)).rejects.toThrow("broken")
})
