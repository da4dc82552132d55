import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { beforeAll, describe, expect, test } from "vitest"
import { dialRoute } from "#lib/outbound/dial-route.ts"
import { selfSigned } from "#tests/support/self-signed.ts"
import { anHttpServer, aTcpServer, aTlsServer, aToyNetwork, get, onLoopback, PUBLIC } from "./toy-network.ts"

const HOST = "flags.acme.example"
const identity = selfSigned(HOST)
const hello = (text = "hello") =>
  aTlsServer(identity, (request, response) => response.end(`${text} ${request.headers.host} ${request.url}`))

// The worker of this file alone trusts it, as a browser trusts an authority.
beforeAll(() => setDefaultCACertificates([...getCACertificates("default"), identity.certificate]))

describe("a name of the internet", () => {
  test("is called at the address that was checked, by its own name", async () => {
    const network = aToyNetwork({ [HOST]: [PUBLIC] }, await hello())
    const answer = await get(network.outbound, `https://${HOST}/api/admin?x=1#part`)
    expect(answer).toMatchObject({ is: "answered", status: 200, body: `hello ${HOST} /api/admin?x=1` })
    expect(network).toMatchObject({ asked: [HOST], dialled: [PUBLIC], warnings: [] })
  })

  test("is not called where its certificate is for another name", async () => {
    const network = aToyNetwork({ "other.acme.example": [PUBLIC] }, await hello())
    const answer = await get(network.outbound, "https://other.acme.example/")
    expect(answer).toEqual({ is: "unreachable", reason: expect.stringContaining("certificate") })
  })

  test("is not called where nobody vouches for its certificate", async () => {
    const network = aToyNetwork({ [HOST]: [PUBLIC] }, await aTlsServer(selfSigned(HOST), (_, response) => response.end("mine")))
    expect(await get(network.outbound, `https://${HOST}/`)).toEqual({ is: "unreachable", reason: expect.stringContaining("certificate") })
  })

  test("is resolved once for a call, so that a second answer of its resolver counts for nothing", async () => {
    const answers = [[PUBLIC], ["127.0.0.1"]]
    const network = aToyNetwork({ [HOST]: () => answers.shift() ?? [] }, await hello())
    expect(await get(network.outbound, `https://${HOST}/`)).toMatchObject({ is: "answered" })
    expect(network).toMatchObject({ asked: [HOST], dialled: [PUBLIC] })
    expect(await get(network.outbound, `https://${HOST}/`)).toMatchObject({
      is: "refused",
      reason: expect.stringContaining("this machine"),
    })
    expect(network.dialled).toEqual([PUBLIC])
  })

  test.each([
    [[PUBLIC, "127.0.0.1"]],
    [["::1", PUBLIC]],
    [[PUBLIC, "2606:4700::1", "169.254.169.254"]],
    [["::ffff:10.0.0.1"]],
    [["64:ff9b::a00:1"]],
    [["fe80::1%eth0"]],
    [["not an address"]],
  ])("that leads to %j is not called at all", async (addresses) => {
    const network = aToyNetwork({ [HOST]: addresses }, await hello())
    expect(await get(network.outbound, `https://${HOST}/`)).toMatchObject({ is: "refused" })
    expect(network.dialled).toEqual([])
    expect(network.warnings).toHaveLength(1)
  })

  test.each(["gone.acme.example", "empty.acme.example"])("that leads nowhere cannot be reached (%s)", async (host) => {
    const network = aToyNetwork({ "empty.acme.example": [] }, 1)
    expect(await get(network.outbound, `https://${host}/`)).toEqual({ is: "unreachable", reason: `${host} cannot be found.` })
  })

  test("that nothing listens at cannot be reached", async () => {
    const port = await aTcpServer((socket) => socket.destroy())
    expect(await get(aToyNetwork({ [HOST]: [PUBLIC] }, port).outbound, `https://${HOST}/`)).toMatchObject({ is: "unreachable" })
    expect(await get(aToyNetwork({ [HOST]: [PUBLIC] }, 1).outbound, `https://${HOST}/`)).toEqual({
      is: "unreachable",
      reason: "nothing listens there.",
    })
  })
})

describe("never called, however they are written", () => {
  test.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://127.0.0.1./",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[2002:7f00:1::]/",
    "https://[fd00:ec2::254]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost/",
    "https://localhost./",
    "https://flags.acme.example./",
    "http://flags.acme.example/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    `https://${HOST}:6379/`,
    `https://ada:secret@${HOST}/`,
  ])("%s", async (url) => {
    const network = aToyNetwork({ [HOST]: [PUBLIC], localhost: [PUBLIC], "localhost.": [PUBLIC] }, await hello())
    expect(await get(network.outbound, url)).toMatchObject({ is: "refused" })
    expect(network.dialled).toEqual([])
    expect(await network.outbound.objectionTo(url)).toEqual(expect.any(String))
  })
})

test("What is entered is asked about before anything goes there", async () => {
  const network = aToyNetwork({ [HOST]: [PUBLIC], "inside.acme.example": ["10.0.0.7"] }, 1)
  expect(await network.outbound.objectionTo(`https://${HOST}`)).toBeNull()
  expect(await network.outbound.objectionTo("https://inside.acme.example")).toContain("CURTAIN_ALLOW_PRIVATE_HOSTS")
  expect(await network.outbound.objectionTo("https://gone.acme.example")).toContain("cannot be found")
  expect(network.dialled).toEqual([])
})

test.each([301, 302, 303, 307, 308])("A redirect (%i) into the inside is not followed", async (status) => {
  const visited: unknown[] = []
  const port = await anHttpServer((request, response) => {
    visited.push(request.url)
    response.writeHead(status, { location: "http://169.254.169.254/latest/meta-data/" }).end()
  })
  const answer = await get(onLoopback(port), `http://127.0.0.1:${port}/start`)
  expect(answer).toEqual({ is: "refused", reason: expect.stringContaining("redirect") })
  expect(visited).toEqual(["/start"])
})

describe("a host that the operator allowed", () => {
  test("is reached by name over http, with what was sent and nothing of our own but the necessary", async () => {
    const seen: { headers: object; method: string | undefined; body: string }[] = []
    const port = await anHttpServer(async (request, response) => {
      const chunks = await Array.fromAsync(request)
      seen.push({ headers: request.headers, method: request.method, body: Buffer.concat(chunks).toString() })
      response.writeHead(201, { "retry-after": "7", "x-two": ["a", "b"] }).end('{"ä":1}')
    })
    const request = { method: "PATCH", headers: { authorization: "Bearer x", host: "elsewhere" }, body: '[{"ö":1}]' } as const
    const answer = await get(onLoopback(port), `http://flags.test:${port}/a`, request)
    expect(answer).toMatchObject({ is: "answered", status: 201, body: '{"ä":1}' })
    expect(answer.is === "answered" && [answer.headers.get("retry-after"), answer.headers.get("x-two")]).toEqual(["7", "a, b"])
    expect(seen).toEqual([
      {
        method: "PATCH",
        body: '[{"ö":1}]',
        headers: {
          authorization: "Bearer x",
          "accept-encoding": "identity",
          "user-agent": "curtain",
          host: `flags.test:${port}`,
          connection: "close",
          "content-length": "10",
        },
      },
    ])
  })

  test("is not reached at another port of the same machine", async () => {
    const port = await anHttpServer((_, response) => response.end("inside"))
    const other = await anHttpServer((_, response) => response.end("inside"))
    expect(await get(onLoopback(port), `http://127.0.0.1:${other}/`)).toMatchObject({ is: "refused" })
  })

  test("gets no header that could split the request", async () => {
    const port = await anHttpServer((_, response) => response.end("inside"))
    const answer = await get(onLoopback(port), `http://127.0.0.1:${port}/`, { headers: { authorization: "a\r\nx: b" } })
    expect(answer).toEqual({ is: "refused", reason: "its headers cannot be sent." })
  })
})

test("A route that nobody checked is not dialled", () => {
  const url = new URL("https://flags.acme.example/")
  const route = { url, host: url.hostname, port: 443, mayBePrivate: false, addresses: [PUBLIC, "10.0.0.1"] }
  expect(() => dialRoute(route)).toThrow("was not checked")
})
