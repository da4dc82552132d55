import { describe, expect, test } from "vitest"
import { ruleOnUrl } from "#lib/outbound/url-rules.ts"

describe("an https address on a port of the web is allowed", () => {
  test.each([
    ["https://flags.acme.example", "flags.acme.example", 443],
    ["https://flags.acme.example:8443/base?x=1", "flags.acme.example", 8443],
    ["HTTPS://FLAGS.acme.example:443", "flags.acme.example", 443],
    ["https://[2606:4700::1]/", "2606:4700::1", 443],
  ])("%s", (address, host, port) => {
    expect(ruleOnUrl(address, [])).toMatchObject({ is: "allowed", destination: { host, port, mayBePrivate: false } })
  })
})

describe("everything else is refused in words", () => {
  test.each([
    ["", "not an address"],
    ["flags.acme.example", "not an address"],
    ["https://", "not an address"],
    ["https://[::1%25eth0]/", "not an address"],
    ["file:///etc/passwd", "file:"],
    ["gopher://flags.acme.example:70/", "gopher:"],
    ["ftp://flags.acme.example/", "ftp:"],
    ["data:text/plain,hello", "data:"],
    ["javascript:alert(1)", "javascript:"],
    ["unix:/var/run/docker.sock", "unix:"],
    ["http://flags.acme.example", "https:"],
    ["http://flags.acme.example:443", "https:"],
    ["https://flags.acme.example:22", "port is 22"],
    ["https://flags.acme.example:6379", "port is 6379"],
    ["https://ada@flags.acme.example", "user name"],
    ["https://ada:secret@flags.acme.example", "user name"],
    ["https://flags.acme.example@evil.example", "user name"],
    ["https://flags.acme.example.", "dot"],
    ["https://localhost", "this machine"],
    ["https://localhost.", "dot"],
    ["https://LOCALHOST", "this machine"],
    ["https://loc%61lhost", "this machine"],
    ["https://flags.localhost", "this machine"],
  ])("%s", (address, words) => {
    expect(ruleOnUrl(address, [])).toEqual({ is: "refused", reason: expect.stringContaining(words) })
  })
})

test.each([
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0177.0.0.1/",
  "https://127.1/",
  "https://127.0.0.1./",
  "https://①②⑦.0.0.1/",
  "https://%31%32%37.0.0.1/",
])("%s is taken for what it is: 127.0.0.1", (address) => {
  expect(ruleOnUrl(address, [])).toMatchObject({ destination: { host: "127.0.0.1", mayBePrivate: false } })
})

describe("what the operator allowed may be private, over http and on any port", () => {
  const allowed = ["flags.internal", "10.0.0.5:4242", "[::1]:4242"]

  test.each([
    "http://flags.internal:4242",
    "https://flags.internal",
    "http://10.0.0.5:4242/base",
    "http://[::1]:4242",
    "http://0xa.0.0.5:4242",
  ])("%s", (address) => {
    expect(ruleOnUrl(address, allowed)).toMatchObject({ is: "allowed", destination: { mayBePrivate: true } })
  })

  test.each([
    "http://10.0.0.5",
    "http://10.0.0.5:4243",
    "http://[::1]",
    "http://x.flags.internal",
    "http://flags.internal.",
    "gopher://flags.internal",
  ])("but not %s", (address) => {
    expect(ruleOnUrl(address, allowed)).toMatchObject({ is: "refused" })
  })

  test("and still has no user name in its address", () => {
    expect(ruleOnUrl("http://ada@flags.internal", allowed)).toMatchObject({ is: "refused" })
  })
})
