import { createServer, type IncomingHttpHeaders } from "node:http"
import { connect } from "node:http2"
import { type RequestOptions, request } from "node:https"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { aRelease } from "#tests/support/a-release.ts"
import { begin } from "#tests/support/launch-steps.ts"
import { findNginx, NGINX_HOST, type Nginx, startNginx } from "#tests/support/nginx.ts"
import { aPerson } from "#tests/support/person.ts"
import { publishDocuments, withdraw } from "#tests/support/released-content.ts"
import { until } from "#tests/support/until.ts"
import { startWebProcess, type WebProcess } from "#tests/support/web-process.ts"
import { API_TOKEN, aWorld, type World } from "#tests/support/world.ts"

const PUBLIC_URL = `https://${NGINX_HOST}`
const LONG = "Search answers in a tenth of a second. ".repeat(60)
/** A second by a rounded clock, a little for the portal to hear of it, and some for a machine with much to do. */
const GONE_WITHIN_MS = 4000

type Answer = { status: number; headers: IncomingHttpHeaders; text: string; bytes: number }
type Question = { method?: string; headers?: Record<string, string>; body?: Buffer | string; name?: string }

describe.skipIf(findNginx() === null)("behind nginx (skipped where `apt-get install -y nginx-light` has not been done)", () => {
  let world: World
  let portal: WebProcess
  let nginx: Nginx

  beforeAll(async () => {
    world = await aWorld({ PUBLIC_URL })
    await publishDocuments(world, [{ title: "Search", slug: "search", body: LONG }])
    portal = await startWebProcess(world, { CURTAIN_PROXY_HOPS: "1" })
    nginx = await startNginx({ upstream: new URL(portal.url).host })
  })

  afterAll(async () => {
    await nginx?.stop()
    await portal?.stop()
  })

  const ask = (path: string, question?: Question) => askTls(nginx, path, question)
  const answeredFrom = async (path: string, question?: Question) => {
    const { status } = await ask(path, question)
    await until(true, () => nginx.log().at(-1)?.includes(` ${path} `) === true)
    return `${nginx.log().at(-1)?.split(" ")[0]} ${status}`
  }

  test("plain http leads to https, and another name gets not even a certificate", async () => {
    const plain = await fetch(`http://127.0.0.1:${nginx.redirectPort}/help?a=b`, { redirect: "manual" })
    expect([plain.status, plain.headers.get("location")]).toEqual([301, `${PUBLIC_URL}/help?a=b`])
    await expect(ask("/", { name: "evil.example" })).rejects.toThrow(/unrecognized name/i)
  })

  test("http/2 is spoken", async () => {
    const session = connect(`https://127.0.0.1:${nginx.port}`, { servername: NGINX_HOST, ca: nginx.certificate })
    const asked = session.request({ ":path": "/", ":authority": NGINX_HOST })
    const status = await new Promise((resolve) => asked.on("response", (headers) => resolve(headers[":status"])))
    session.close()
    expect(status).toBe(200)
  })

  test("what is published is kept once for every spelling of a browser's wishes, with the portal's own headers", async () => {
    const first = await ask("/changelog/search", { headers: { "Accept-Encoding": "gzip, deflate, br, zstd" } })
    expect(await answeredFrom("/changelog/search?utm=x", { headers: { "Accept-Encoding": "br;q=1.0, gzip;q=0.8" } })).toBe("HIT 200")
    expect(first.headers).toMatchObject({ "content-encoding": "br", "cache-control": "public, max-age=0, s-maxage=60" })
    expect(first.headers).toMatchObject({ "strict-transport-security": "max-age=31536000", vary: "Accept-Encoding" })
    const plain = await ask("/changelog/search", { headers: { "Accept-Encoding": "br;q=0" } })
    expect(plain.headers["content-encoding"]).toBeUndefined()
    expect(plain.bytes).toBeGreaterThan(first.bytes * 2)
    expect(Object.keys(plain.headers).filter((name) => /server|x-cache|accel/.test(name))).toEqual(["server"])
    expect(plain.headers.server).toBe("nginx")
  })

  test("who has it already is told so, from memory and from the portal alike", async () => {
    for (const path of ["/rss.xml", "/api/widget/announcements?seen=1"]) {
      const { headers } = await ask(path)
      const again = await ask(path, { headers: { "If-None-Match": String(headers.etag) } })
      expect({ status: again.status, bytes: again.bytes, etag: again.headers.etag }).toEqual({ status: 304, bytes: 0, etag: headers.etag })
    }
  })

  test("what is a person's own, or not public, is never kept", async () => {
    const { cookie } = await aPerson(world, "owner")
    const headers = { Cookie: cookie.replace("curtain=", "__Host-curtain=") }
    for (const path of ["/workspace/unreleased", "/subscribe", "/search?q=search", "/api/v1/releases"]) {
      for (const _ of [1, 2]) expect(await answeredFrom(path, { headers }), path).toMatch(/^- /)
    }
    expect((await ask("/workspace/unreleased", { headers })).status).toBe(200)
    expect((await ask("/workspace/unreleased")).status).toBe(307)
  })

  test("an answer is kept under the address that it is the answer to, and no other", async () => {
    const missing = await ask("//changelog/search")
    expect([missing.status, (await ask("/changelog/%73earch")).status, (await ask("/x/../changelog/search")).status]).toEqual([
      404, 404, 404,
    ])
    expect((await ask("/changelog/search")).status).toBe(200)
  })

  test("an address asked for just before its release is there just after it, and after a recall gone everywhere", async () => {
    expect((await ask("/changelog/brief")).status).toBe(404)
    await publishDocuments(world, [{ title: "Brief", slug: "brief" }])
    await until(200, async () => (await ask("/changelog/brief")).status, GONE_WITHIN_MS)
    await until(true, async () => (await ask("/rss.xml")).text.includes("/changelog/brief"), GONE_WITHIN_MS)
    await withdraw(world, "brief")
    await until(404, async () => (await ask("/changelog/brief")).status, GONE_WITHIN_MS)
    for (const path of ["/", "/rss.xml", "/sitemap.xml", "/api/widget/announcements"])
      await until(false, async () => (await ask(path)).text.includes("/changelog/brief"), GONE_WITHIN_MS)
  })

  test("the largest hook and the largest file of subscribers reach the portal, and nothing larger does", async () => {
    const asJson = { "Content-Type": "application/json", Authorization: `Bearer ${API_TOKEN}` }
    const sized = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024, " ")
    const hook = await ask("/api/hooks/cdevents", { method: "POST", body: sized(24), headers: asJson })
    expect([hook.status, JSON.parse(hook.text).status]).toEqual([hook.status, hook.status])
    const csv = Buffer.concat([Buffer.from("email\nada@example.com\n"), Buffer.alloc(19 * 1024 * 1024, "\n")])
    const imported = await ask("/api/v1/subscribers/import", {
      method: "POST",
      body: csv,
      headers: { ...asJson, "Content-Type": "text/csv" },
    })
    expect(imported.status).toBe(200)
    for (const [path, megabytes] of [
      ["/api/v1/releases", 1.01],
      ["/api/v1/subscribers/import", 20.01],
      ["/api/hooks/cdevents", 25.01],
    ] as const) {
      const tooLarge = await ask(path, { method: "POST", body: sized(megabytes), headers: asJson })
      expect([tooLarge.status, JSON.parse(tooLarge.text).code], path).toEqual([413, "too_large"])
    }
  })

  test("a launch is told line by line while it happens", async () => {
    const launchId = await begin(world, (await aRelease(world)).id)
    const { cookie } = await aPerson(world, "owner")
    const told = await firstLines(nginx, `/workspace/launches/${launchId}/events`, {
      Cookie: cookie.replace("curtain=", "__Host-curtain="),
    })
    expect(told).toContain("event: moved\ndata: flipping")
  })

  test("the portal hears who asks, whatever they claim, and how", async () => {
    const heard: IncomingHttpHeaders[] = []
    const upstream = createServer(({ headers }, response) => {
      heard.push(headers)
      response.end()
    })
    await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve))
    const address = upstream.address()
    const own = await startNginx({ upstream: `127.0.0.1:${typeof address === "object" ? address?.port : 0}` })
    try {
      await askTls(own, "/api/health", { headers: { "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http" } })
      expect(heard[0]).toMatchObject({ host: NGINX_HOST, "x-forwarded-for": "203.0.113.9, 127.0.0.1", "x-forwarded-proto": "https" })
      expect(heard[0]?.connection).not.toBe("close")
    } finally {
      await own.stop()
      upstream.close()
    }
  })

  // The last of the file: the portal does not come back.
  test("when the portal is gone, nothing old is shown in its place", async () => {
    expect((await ask("/changelog/search")).status).toBe(200)
    await portal.stop()
    await until(503, async () => (await ask("/changelog/search")).status, GONE_WITHIN_MS)
    const { headers, text } = await ask("/")
    expect(headers).toMatchObject({ "cache-control": "no-store", "retry-after": "5" })
    expect(text).toContain("Try again in a few seconds")
  })
})

function options(
  { port, certificate }: Nginx,
  path: string,
  { method = "GET", headers = {}, name = NGINX_HOST }: Question,
): RequestOptions {
  return { host: "127.0.0.1", port, path, method, servername: name, ca: certificate, headers: { Host: name, ...headers }, agent: false }
}

function askTls(nginx: Nginx, path: string, question: Question = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(options(nginx, path, question), (response) => {
      const chunks: Buffer[] = []
      response.on("data", (chunk: Buffer) => chunks.push(chunk))
      response.on("end", () => {
        const body = Buffer.concat(chunks)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: body.toString(), bytes: body.length })
      })
    })
    asking.on("error", reject)
    if (question.body !== undefined) asking.setHeader("Content-Length", Buffer.byteLength(question.body))
    asking.end(question.body)
  })
}

/** What has been told by the time that something happened, of an answer that goes on. */
function firstLines(nginx: Nginx, path: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request(options(nginx, path, { headers }), (response) => {
      let told = ""
      response.on("end", () => reject(new Error(`the answer ended with ${response.statusCode}: ${told}`)))
      response.on("data", (chunk: Buffer) => {
        told += chunk
        if (!told.includes("data:")) return
        response.removeAllListeners("end")
        response.destroy()
        resolve(told)
      })
    })
    asking.on("error", reject)
    asking.end()
  })
}
