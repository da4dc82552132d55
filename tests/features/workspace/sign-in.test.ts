import { sql } from "drizzle-orm"
import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import { invitePersonInput } from "#lib/people/input.ts"
import { invitePerson } from "#lib/people/invite-person.ts"
import { sendSignInLinks } from "#lib/people/send-sign-in-links.ts"
import { CLIENT, type FakeIdentityProvider, startFakeIdentityProvider } from "#tests/support/fake-identity-provider.ts"
import { HttpBrowser, leadsTo } from "#tests/support/http-browser.ts"
import { linkIn, readMailbox } from "#tests/support/mailbox.ts"
import { startPortal } from "#tests/support/portal.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

let there: FakeIdentityProvider
let world: World
let site: Served

beforeAll(async () => {
  there = await startFakeIdentityProvider()
  const { id, secret } = CLIENT
  world = await aWorld({
    ...{ AUTH_GITHUB_ID: id, AUTH_GITHUB_SECRET: secret, AUTH_GITHUB_URL: there.url },
    ...{ AUTH_GOOGLE_ID: id, AUTH_GOOGLE_SECRET: secret, AUTH_GOOGLE_ISSUER: there.url },
    ...{ AUTH_OIDC_ID: id, AUTH_OIDC_SECRET: secret, AUTH_OIDC_ISSUER: there.url },
  })
  site = await startPortal({ world })
  return there.close
})

beforeEach(async () => {
  there.mood = "well"
  await world.db.execute(sql`truncate people, sign_in_links, access_rules, captured_mails cascade`)
})

const invite = (email: string) => invitePerson(world, ADA, invitePersonInput.parse({ email, role: "author" }))
const aBrowser = () => new HttpBrowser(site.url)
const isIn = async (browser: HttpBrowser) => (await browser.get("/workspace/unreleased")).status === 200
const people = async () =>
  (await world.db.execute<{ address: string }>(sql`select address from people order by address`)).map(({ address }) => address)

async function mailed(): Promise<string[]> {
  await sendSignInLinks(world)
  return (await readMailbox(world)).map((mail) => mail.recipient)
}

/** Presses the button of a provider, signs in there, and comes back. Gives where that leads. */
async function through(provider: string, browser: HttpBrowser, to = "/workspace/people"): Promise<string> {
  const started = await browser.send(`/signin/with/${provider}`, { to })
  if (!leadsTo(started).startsWith(there.url)) return leadsTo(started)
  const back = await fetch(leadsTo(started), { redirect: "manual" })
  return leadsTo(await browser.get(new URL(back.headers.get("location") ?? "").href))
}

describe("a mailed link", () => {
  async function linkFor(browser: HttpBrowser, email = "ada@acme.example"): Promise<string> {
    expect(leadsTo(await browser.send("/signin/link", { email, to: "/workspace/people" }))).toBe("/signin/sent")
    await sendSignInLinks(world)
    return linkIn((await readMailbox(world)).at(-1))
  }

  test("leads to the page that was wanted, once, in the browser that asked", async () => {
    await invite("ada@acme.example")
    const browser = aBrowser()
    const link = await linkFor(browser)
    expect(await (await browser.get(`/signin/confirm/${link}`)).text()).toContain("ada@acme.example")
    const other = aBrowser()
    expect(await (await other.get(`/signin/confirm/${link}`)).text()).toContain("only in the browser where it was asked for")
    expect(leadsTo(await other.send("/signin/confirm", { link }))).toBe("/signin?problem=other-browser")
    const signedIn = await browser.send("/signin/confirm", { link })
    expect(leadsTo(signedIn)).toBe("/workspace/people")
    expect(signedIn.headers.getSetCookie().find((line) => line.startsWith("curtain="))).toMatch(/HttpOnly.*SameSite=lax/i)
    expect(await isIn(browser)).toBe(true)
    expect(leadsTo(await aBrowser().send("/signin/confirm", { link }))).toBe("/signin?problem=used")
  })

  test("is not used up by whatever only reads it: scanners, previews, prefetches, a hundred times", async () => {
    await invite("ada@acme.example")
    const browser = aBrowser()
    const path = `/signin/confirm/${await linkFor(browser)}`
    const readers = [
      {},
      { "user-agent": "Barracuda Sentinel" },
      { purpose: "prefetch", "sec-purpose": "prefetch" },
      { rsc: "1", "next-router-prefetch": "1" },
    ]
    for (let time = 0; time < 25; time++) {
      for (const headers of readers) await fetch(`${site.url}${path}`, { method: time % 2 ? "GET" : "HEAD", headers })
    }
    expect((await world.db.execute(sql`select state from sign_in_links`))[0]).toEqual({ state: "sent" })
    expect(leadsTo(await browser.send("/signin/confirm", { link: path.split("/").at(-1) ?? "" }))).toBe("/workspace/people")
  })

  test("is mailed to nobody for a stranger, who sees the same answer to the byte", async () => {
    await invite("ada@acme.example")
    const answers = await Promise.all(
      ["ada@acme.example", "eve@evil.example"].map(async (email) => {
        const response = await aBrowser().send("/signin/link", { email, to: "/workspace" })
        const cookies = response.headers
          .getSetCookie()
          .map((line) => line.replace(/=[\w-]{43}/, "=…").replace(/Expires=[^;]*/i, "Expires=…"))
        return [response.status, leadsTo(response), cookies, await response.text()]
      }),
    )
    expect(answers[1]).toEqual(answers[0])
    expect(await mailed()).toEqual(["ada@acme.example"])
    expect(await people()).toEqual(["ada@acme.example"])
  })

  test("is refused with 429 to whoever asks too often, whether it is anybody or nobody", async () => {
    const statuses = []
    for (let time = 0; time < 11; time++) statuses.push((await aBrowser().send("/signin/link", { email: "eve@evil.example" })).status)
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429, 429, 429, 429, 429, 429])
    const refused = await aBrowser().send("/signin/link", { email: "eve@evil.example" })
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0)
  })

  test.each([
    "ada@acme.example,eve@evil.example",
    '"eve@evil.example"@acme.example',
    "ada@acme.example\r\nBcc: eve@evil.example",
    "eve@evil.example@acme.example",
    "",
  ])("asked for with %j goes to nobody", async (email) => {
    await invite("ada@acme.example")
    expect(leadsTo(await aBrowser().send("/signin/link", { email, to: "/workspace" }))).toMatch(/^\/signin\?problem=address/)
    expect(await mailed()).toEqual([])
  })

  test("leads to no other site, whatever was wanted", async () => {
    await invite("ada@acme.example")
    const browser = aBrowser()
    await browser.send("/signin/link", { email: "ada@acme.example", to: "//evil.example/workspace" })
    await sendSignInLinks(world)
    expect(leadsTo(await browser.send("/signin/confirm", { link: linkIn((await readMailbox(world)).at(-1)) }))).toBe("/workspace")
  })
})

describe("a form of another site", () => {
  test.each([
    ["without a word of where it is from", { origin: "" }],
    ["from nowhere", { origin: "null" }],
    ["from another site", { origin: "https://evil.example" }],
    ["from another port", { origin: "http://127.0.0.1:1" }],
    ["that says it is ours in a header of a proxy", { origin: "https://evil.example", "x-forwarded-host": "evil.example" }],
    ["as the browser sees it", { "sec-fetch-site": "cross-site" }],
  ])("%s neither asks, signs in nor signs out", async (_, headers) => {
    for (const path of ["/signin/link", "/signin/confirm", "/signin/out", "/signin/with/oidc"]) {
      expect((await aBrowser().send(path, { email: "ada@acme.example" }, headers)).status).toBe(403)
    }
    expect(await world.db.execute(sql`select 1 from sign_in_links`)).toEqual([])
  })

  test("a form sent as text is none", async () => {
    expect((await aBrowser().send("/signin/link", { email: "a@b.example" }, { "content-type": "text/plain" })).status).toBe(415)
  })
})

const VOUCHING: [provider: string, says: (email: string, verified: boolean) => void][] = [
  ["github", (email, verified) => Object.assign(there.gitHub, { id: 7, emails: [{ email, primary: true, verified }] })],
  ["google", (email, verified) => Object.assign(there, { claims: { sub: "google-1", email, email_verified: verified } })],
  ["oidc", (email, verified) => Object.assign(there, { claims: { sub: "oidc-1", email, email_verified: verified } })],
]

describe.each(VOUCHING)("through %s", (provider, says) => {
  test("an invited person comes in where the provider vouches for the address, and again after it changed", async () => {
    await invite("ada@acme.example")
    says("Ada@acme.example", true)
    const browser = aBrowser()
    expect(await through(provider, browser)).toBe("/workspace/people")
    expect(await isIn(browser)).toBe(true)
    says("ada@elsewhere.example", true)
    expect(await through(provider, aBrowser())).toBe("/workspace/people")
    expect(await people()).toEqual(["ada@acme.example"])
  })

  test("a stranger gets nothing: no mail, no session, no person", async () => {
    await invite("ada@acme.example")
    says("eve@evil.example", true)
    const browser = aBrowser()
    expect(await through(provider, browser)).toBe("/signin?problem=not-invited")
    expect(browser.cookie("curtain")).toBeUndefined()
    expect([await mailed(), await people()]).toEqual([[], ["ada@acme.example"]])
  })

  test("an address that it does not vouch for gets a link first, and the account is theirs once they used it", async () => {
    await invite("ada@acme.example")
    says("ada@acme.example", false)
    const browser = aBrowser()
    expect(await through(provider, browser)).toBe("/signin/sent")
    expect(browser.cookie("curtain")).toBeUndefined()
    expect(await mailed()).toEqual(["ada@acme.example"])
    const link = linkIn((await readMailbox(world)).at(-1))
    expect(leadsTo(await aBrowser().send("/signin/confirm", { link }))).toBe("/signin?problem=other-browser")
    expect(leadsTo(await browser.send("/signin/confirm", { link }))).toBe("/workspace/people")
    expect(await through(provider, aBrowser())).toBe("/workspace/people")
  })

  test("a stranger who claims somebody's address sees what they would see, and gets no further", async () => {
    await invite("ada@acme.example")
    says("nobody@evil.example", false)
    expect(await through(provider, aBrowser())).toBe("/signin/sent")
    expect(await mailed()).toEqual([])
  })
})

test("a provider that does not say whether an address is proven is used like one that says no", async () => {
  await invite("ada@acme.example")
  there.claims = { sub: "entra-1", email: "ada@acme.example" }
  expect(await through("oidc", aBrowser())).toBe("/signin/sent")
  expect(await mailed()).toEqual(["ada@acme.example"])
})

test("somebody who is signed in and comes with another account is signed in as who that is, and nothing is tied together", async () => {
  await invite("ada@acme.example")
  await invite("grace@acme.example")
  const browser = aBrowser()
  there.claims = { sub: "ada", email: "ada@acme.example", email_verified: true }
  await through("google", browser)
  const before = browser.cookie("curtain")
  there.claims = { sub: "grace", email: "grace@acme.example", email_verified: true }
  expect(await through("google", browser)).toBe("/workspace/people")
  const accounts = await world.db.execute(
    sql`select a.account, p.address from person_accounts a join people p on p.id = a.person_id order by 1`,
  )
  expect(accounts).toEqual([
    { account: "ada", address: "ada@acme.example" },
    { account: "grace", address: "grace@acme.example" },
  ])
  expect(await world.db.execute(sql`select count(*)::int as count from sessions`)).toEqual([{ count: 1 }])
  expect(browser.cookie("curtain")).not.toBe(before)
})

test.each(["denied", "broken"] as const)("when the other side is %s, that is said, and nobody is signed in", async (mood) => {
  there.claims = { sub: "1", email: "ada@acme.example", email_verified: true }
  const browser = aBrowser()
  there.mood = mood
  expect(await through("oidc", browser)).toBe("/signin?problem=provider")
  expect(browser.cookie("curtain")).toBeUndefined()
})

test("an answer of a provider that no sign-in of this browser asked for is refused", async () => {
  await invite("ada@acme.example")
  there.claims = { sub: "1", email: "ada@acme.example", email_verified: true }
  const attacker = aBrowser()
  const back = await fetch(leadsTo(await attacker.send("/signin/with/oidc", {})), { redirect: "manual" })
  const victim = aBrowser()
  expect(leadsTo(await victim.get(new URL(back.headers.get("location") ?? "").href))).toBe("/signin?problem=provider")
  expect(victim.cookie("curtain")).toBeUndefined()
})

test("signing out ends the session where it is kept", async () => {
  await invite("ada@acme.example")
  there.claims = { sub: "1", email: "ada@acme.example", email_verified: true }
  const browser = aBrowser()
  await through("google", browser)
  const copy = browser.cookie("curtain") ?? ""
  expect(leadsTo(await browser.send("/signin/out", {}))).toBe("/signin?problem=signed-out")
  expect((await fetch(`${site.url}/workspace`, { headers: { cookie: `curtain=${copy}` }, redirect: "manual" })).status).toBe(307)
})
