import { expect, test } from "vitest"
import { headersForHandlers } from "../../../app/front/client-headers.ts"
import { isOurHost } from "../../../app/front/host-guard.ts"

test.each([
  "rsc",
  "next-router-state-tree",
  "next-router-prefetch",
  "next-router-segment-prefetch",
  "next-action",
  "next-url",
  "x-nextjs-data",
  "x-nextjs-rewritten-path",
  "x-next-revalidated-tags",
  "x-middleware-subrequest",
  "x-middleware-rewrite",
  "x-matched-path",
  "x-now-route-matches",
  "x-vercel-id",
  "x-invoke-path",
  "x-prerender-revalidate",
  "x-forwarded-host",
  "x-forwarded-for",
  "forwarded",
  "x-real-ip",
  "x-original-url",
  "purpose",
  "connection",
  "transfer-encoding",
  "content-length",
])("a handler never sees %s from a client", (name) => {
  expect(headersForHandlers({ [name]: "1", accept: "*/*" })).toEqual({ accept: "*/*" })
})

test.each(["authorization", "content-type", "idempotency-key", "if-none-match", "x-api-key", "x-github-delivery", "origin", "cookie"])(
  "a handler sees %s",
  (name) => {
    expect(headersForHandlers({ [name]: "1" })).toEqual({ [name]: "1" })
  },
)

const PUBLIC = new URL("https://news.acme.example")

test.each([
  "news.acme.example",
  "NEWS.acme.example",
  "news.acme.example:443",
  "localhost",
  "localhost:3000",
  "127.0.0.1:8080",
  "[::1]:3000",
])("%s is us", (host) => {
  expect(isOurHost(host, PUBLIC)).toBe(true)
})

test.each([
  undefined,
  "",
  "evil.example",
  "news.acme.example.evil.example",
  "news.acme.example:8443",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "localhost:3000@evil.example",
  "10.0.0.1",
])("%s is somebody else", (host) => {
  expect(isOurHost(host, PUBLIC)).toBe(false)
})
