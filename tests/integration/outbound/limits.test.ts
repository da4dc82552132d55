import { gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { openOutbound } from "#lib/outbound/open-outbound.ts"
import { anHttpServer, aTcpServer, aToyNetwork, get, onLoopback } from "./toy-network.ts"

/** How long a call may take in these tests, and by when it has to be over on a busy machine. */
const LIMIT = { timeoutMs: 300 }
const BUSY_MS = 3000

const toTcp = async (answer: (write: (text: string | Buffer) => boolean) => void) => {
  const port = await aTcpServer((socket) => socket.once("data", () => answer((text) => !socket.destroyed && socket.write(text))))
  return { outbound: onLoopback(port), url: `http://127.0.0.1:${port}/` }
}

async function timed<Value>(work: Promise<Value>): Promise<{ value: Value; ms: number }> {
  const startedAt = performance.now()
  return { value: await work, ms: performance.now() - startedAt }
}

describe("a call ends in its time", () => {
  test.each([
    ["a server that accepts and never answers", () => {}],
    ["headers that come a letter at a time", (write: (text: string) => boolean) => drip(write, "HTTP/1.1 200 OK\r\nx-slow: ", "a")],
    ["a body that comes a letter at a time", (write: (text: string) => boolean) => drip(write, "HTTP/1.1 200 OK\r\n\r\n", "a")],
    [
      "a body that stops short of its length",
      (write: (text: string) => boolean) => void write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc"),
    ],
    ["hints without end", (write: (text: string) => boolean) => drip(write, "", "HTTP/1.1 103 Early Hints\r\n\r\n")],
  ])("with %s", async (_, answer) => {
    const { outbound, url } = await toTcp(answer)
    const { value, ms } = await timed(get(outbound, url, LIMIT))
    expect(value).toEqual({ is: "unreachable", reason: "no whole answer came within 300 ms." })
    expect(ms).toBeGreaterThan(290)
    expect(ms).toBeLessThan(BUSY_MS)
  })

  test("with a resolver that never answers", async () => {
    const log = { warn: () => {} }
    const outbound = openOutbound({ allowPrivateHosts: [], log, resolve: () => new Promise(() => {}) })
    const { value, ms } = await timed(get(outbound, "https://flags.acme.example/", LIMIT))
    expect(value).toMatchObject({ is: "unreachable" })
    expect(ms).toBeLessThan(BUSY_MS)
  })

  test("and is not begun when its time is over", async () => {
    const late = Promise.withResolvers<string[]>()
    const network = aToyNetwork({}, 1, { resolve: () => late.promise })
    expect(await get(network.outbound, "https://flags.acme.example/", { timeoutMs: 20 })).toMatchObject({ is: "unreachable" })
    late.resolve(["93.184.215.14"])
    await new Promise((resolve) => setImmediate(resolve))
    expect(network.dialled).toEqual([])
  })

  test("and leaves no connection behind", async () => {
    const ended = Promise.withResolvers<void>()
    const port = await aTcpServer((socket) => socket.on("close", () => ended.resolve()).resume())
    expect(await get(onLoopback(port), `http://127.0.0.1:${port}/`, LIMIT)).toMatchObject({ is: "unreachable" })
    await ended.promise
  })
})

describe("an answer has its measure", () => {
  const body = (bytes: number) => anHttpServer((_, response) => response.end(Buffer.alloc(bytes, "a")))
  const ask = async (port: number, maxBytes?: number) =>
    get(onLoopback(port), `http://127.0.0.1:${port}/`, maxBytes === undefined ? {} : { maxBytes })

  test("of 64 KB unless the caller expects more, and of 8 MB whatever it expects", async () => {
    expect(await ask(await body(65_536))).toMatchObject({ is: "answered" })
    expect(await ask(await body(65_537))).toEqual({ is: "unreachable", reason: "the answer is larger than 65536 bytes." })
    expect(await ask(await body(65_537), 500_000)).toMatchObject({ is: "answered" })
    expect(await ask(await body(8_388_608), 1e9)).toMatchObject({ is: "answered" })
    expect(await ask(await body(8_388_609), 1e9)).toEqual({ is: "unreachable", reason: "the answer is larger than 8388608 bytes." })
  })

  test("which a body without end does not get past", async () => {
    let isOver = false
    const { outbound, url } = await toTcp((write) => {
      const more = () => {
        while (write(Buffer.alloc(16_384, "a")) && !isOver);
        if (!isOver) setImmediate(more)
      }
      write("HTTP/1.1 200 OK\r\n\r\n")
      more()
    })
    expect(await get(outbound, url)).toMatchObject({ is: "unreachable", reason: expect.stringContaining("larger") })
    isOver = true
  })

  test.each([
    ["one long header", `x: ${"a".repeat(20_000)}\r\n`],
    ["many short ones", Array.from({ length: 3000 }, (_, at) => `x-${at}: a\r\n`).join("")],
  ])("in its headers too: %s", async (_, headers) => {
    const { outbound, url } = await toTcp((write) => void write(`HTTP/1.1 200 OK\r\n${headers}\r\nhello`))
    expect(await get(outbound, url)).toEqual({ is: "unreachable", reason: expect.stringContaining("16384 bytes of headers") })
  })

  test("and is never unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000))
    const port = await anHttpServer((request, response) => {
      expect(request.headers["accept-encoding"]).toBe("identity")
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb)
    })
    expect(await ask(port)).toEqual({ is: "unreachable", reason: "the answer is compressed, though nobody asked for that." })
  })
})

test.each([
  ["that speak something else", "SSH-2.0-OpenSSH_9.2\r\n"],
  ["that split a header", "HTTP/1.1 200 OK\r\nx: a\rb\r\n\r\n"],
  ["with two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"],
  ["that want another protocol", "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"],
])("Servers %s give no answer, and do no harm", async (_, text) => {
  const { outbound, url } = await toTcp((write) => void write(text))
  expect(await get(outbound, url, { timeoutMs: 1000 })).toMatchObject({ is: "unreachable" })
})

function drip(write: (text: string) => boolean, start: string, drop: string): void {
  write(start)
  const timer = setInterval(() => {
    if (!write(drop)) clearInterval(timer)
  }, 20)
}
