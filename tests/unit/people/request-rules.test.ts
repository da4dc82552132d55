import { describe, expect, test } from "vitest"
import { clientNetwork } from "#lib/kernel/client-network.ts"
import { newId, type SignInLinkId } from "#lib/kernel/ids.ts"
import { nameFromAddress, roleByDomain } from "#lib/people/person.ts"
import { linkText, readLinkText } from "#lib/people/sign-in-link.ts"
import { wantedPage } from "#lib/people/wanted-page.ts"
import { isFromOurPages, ownOrigin } from "../../../app/own-origin.ts"

describe("the page that was wanted", () => {
  test.each([
    "/workspace",
    "/workspace/people",
    "/workspace/repositories/0198c0de-0000-7000-8000-000000000001",
    "/workspace/mail?to=a%40b.example",
  ])("%j is kept", (path) => expect(wantedPage(path)).toBe(path))

  test.each([
    null,
    "",
    "https://evil.example/",
    "//evil.example/workspace",
    "/\\evil.example",
    "/workspace//evil.example",
    "/workspace\\..\\x",
    "/workspaces",
    "/signin",
    "/workspace@evil.example",
    "javascript:alert(1)",
    "/workspace\r\nset-cookie: a=b",
    `/workspace/${"a".repeat(600)}`,
  ])("%j leads to the start page instead", (path) => expect(wantedPage(path)).toBe("/workspace"))
})

describe("where a request is counted", () => {
  test.each([
    ["203.0.113.9", "203.0.113.0/24"],
    ["::ffff:203.0.113.9", "203.0.113.0/24"],
    ["2001:db8:1:2ff::1", "20010db8000102/56"],
    ["2001:0db8:0001:0200:a:b:c:d", "20010db8000102/56"],
    ["::1", "00000000000000/56"],
    ["nonsense", "unknown"],
    [null, "unknown"],
  ])("%j is %j", (address, network) => expect(clientNetwork(address)).toBe(network))
})

describe("the text of a link", () => {
  const settings = { secretKey: "a-secret-key-for-tests-that-is-long-enough" }
  const id = newId<SignInLinkId>()

  test("is read by whoever wrote it, and by nobody with another key", () => {
    expect(readLinkText(settings, linkText(settings, id))).toBe(id)
    expect(readLinkText({ secretKey: `${settings.secretKey}!` }, linkText(settings, id))).toBeNull()
  })

  test("cannot be changed into that of another link", () => {
    const text = linkText(settings, id)
    const other = linkText(settings, newId<SignInLinkId>())
    expect(readLinkText(settings, `${other.split(".")[0]}.${text.split(".")[1]}`)).toBeNull()
    for (const broken of ["", ".", text.slice(1), text.slice(0, -1), `${text}A`, text.toUpperCase()])
      expect(readLinkText(settings, broken)).toBeNull()
  })
})

test("a rule for a domain is for that domain alone", () => {
  const rules = { domains: [{ domain: "acme.example", role: "author" as const }], ownApproval: "refused" as const }
  expect(roleByDomain(rules, "ada@acme.example")).toBe("author")
  for (const other of ["ada@evil-acme.example", "ada@mail.acme.example", "ada@acme.example.evil.example"])
    expect(roleByDomain(rules, other)).toBeNull()
})

test("a name is made from an address", () => {
  expect(["ada.lovelace@a.example", "ada@a.example", "_@a.example"].map(nameFromAddress)).toEqual(["Ada Lovelace", "Ada", "_@a.example"])
})

describe("a form is ours", () => {
  const publicUrl = new URL("https://news.acme.example")
  const from = (headers: Record<string, string>) => isFromOurPages(new Headers({ host: "news.acme.example", ...headers }), publicUrl)

  test("when the page that sent it is", () => {
    expect(from({ origin: "https://news.acme.example" })).toBe(true)
    expect(from({ origin: "https://news.acme.example", "sec-fetch-site": "same-origin" })).toBe(true)
  })

  test.each([
    [{}],
    [{ origin: "null" }],
    [{ origin: "https://evil.example" }],
    [{ origin: "https://sub.news.acme.example" }],
    [{ origin: "http://news.acme.example" }],
    [{ origin: "https://news.acme.example:8443" }],
    [{ origin: "https://news.acme.example", "sec-fetch-site": "same-site" }],
    [{ origin: "https://news.acme.example", "sec-fetch-site": "cross-site" }],
    [{ origin: "https://evil.example", "x-forwarded-host": "evil.example" }],
    [{ origin: "http://localhost:3000", host: "localhost:3000" }],
  ])("not with %j", (headers) => expect(from(headers)).toBe(false))

  test("on the machine itself any loopback name will do, as long as both say the same", () => {
    const local = new URL("http://localhost:3000")
    expect(ownOrigin(new Headers({ host: "127.0.0.1:4000" }), local)).toBe("http://127.0.0.1:4000")
    expect(isFromOurPages(new Headers({ host: "127.0.0.1:4000", origin: "http://127.0.0.1:4000" }), local)).toBe(true)
    expect(isFromOurPages(new Headers({ host: "127.0.0.1:4000", origin: "http://127.0.0.1:5000" }), local)).toBe(false)
    expect(ownOrigin(new Headers({ host: "evil.example" }), local)).toBe("http://localhost:3000")
  })
})
