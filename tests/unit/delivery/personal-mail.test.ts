import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { cutAtMarks } from "#lib/delivery/mail-marks.ts"
import { cutRender, type MailRecipient, type MailRender, personalMail } from "#lib/delivery/personal-mail.ts"

const RENDER: MailRender = {
  subject: "Find anything",
  html: '<p>Hello<span>%%name%%</span>,</p><a href="%%unsubscribe%%">Unsubscribe</a><a href="%%preferences%%">Change</a>',
  text: "Hello%%name%%,\n\nUnsubscribe %%unsubscribe%% · Change %%preferences%%",
  listId: "Releases <releases.news.acme.example>",
  messageDomain: "acme.example",
}

const ADA: MailRecipient = {
  releaseId: "0197-release",
  deliveryId: "0198-delivery",
  address: "ada@example.com",
  name: "Ada",
  unsubscribeUrl: "https://news.acme.example/unsubscribe/tokenA",
  preferencesUrl: "https://news.acme.example/preferences/tokenA",
}

const mailTo = (given: Partial<MailRecipient>) => personalMail(cutRender(RENDER), { ...ADA, ...given })

test("a mail is the render with the recipient's own words, and nothing of it is a mark any more", () => {
  const { html, text, to, subject } = mailTo({})
  expect(html).toBe(
    '<p>Hello<span> Ada</span>,</p><a href="https://news.acme.example/unsubscribe/tokenA">Unsubscribe</a><a href="https://news.acme.example/preferences/tokenA">Change</a>',
  )
  expect(text).toBe(
    "Hello Ada,\n\nUnsubscribe https://news.acme.example/unsubscribe/tokenA · Change https://news.acme.example/preferences/tokenA",
  )
  expect({ to, subject }).toEqual({ to: { address: "ada@example.com", name: "Ada" }, subject: "Find anything" })
})

test("the headers name list, way out and origin once each, and the message is named by release and delivery", () => {
  const { headers, messageId, tags } = mailTo({})
  expect(headers).toEqual({
    "List-Unsubscribe": "<https://news.acme.example/unsubscribe/tokenA>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "List-Id": "Releases <releases.news.acme.example>",
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "OOF, AutoReply",
  })
  expect(messageId).toBe("rel-0197-release.0198-delivery@acme.example")
  expect(tags).toEqual({ r: "0197-release", c: "0198-delivery" })
})

test("the same recipient gets the same bytes from a render that was read again", () => {
  const stored = JSON.parse(JSON.stringify(RENDER)) as MailRender
  expect(JSON.stringify(personalMail(cutRender(stored), { ...ADA }))).toBe(JSON.stringify(mailTo({})))
})

describe("names", () => {
  test.each([
    ["no name", null, "Hello,", "<span></span>"],
    ["only spaces", "  \t", "Hello,", "<span></span>"],
    ["what replacing would take for a place", "$& $1 $`", "Hello $& $1 $`,", "<span> $&amp; $1 $`</span>"],
    ["markup", "<script>alert(1)</script>", "Hello <script>alert(1)</script>,", "<span> &lt;script&gt;alert(1)&lt;/script&gt;</span>"],
    ["line ends", "Ada\r\nBcc: eve@example.com", "Hello Ada Bcc: eve@example.com,", "<span> Ada Bcc: eve@example.com</span>"],
    ["a mark", "%%unsubscribe%% Ada", "Hello %unsubscribe% Ada,", "<span> %unsubscribe% Ada</span>"],
    ["right to left", "عائشة", "Hello عائشة,", "<span> عائشة</span>"],
    ["turned letters", "Ada\u202Eevil", "Hello Ada evil,", "<span> Ada evil</span>"],
    ["an emoji", "👩🏽‍🚀 Ada", "Hello 👩🏽‍🚀 Ada,", "<span> 👩🏽‍🚀 Ada</span>"],
  ])("%s", (_, name, text, html) => {
    const mail = mailTo({ name })
    expect(mail.text.split("\n")[0]).toBe(text)
    expect(mail.html).toContain(html)
    expect(`${mail.to.name}`).not.toMatch(/[\r\n]/)
  })

  test("whatever the name, all around it stays as it was rendered and no mark is left", () => {
    const name = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[%$&<>"'\r\nname]{0,30}$/))
    fc.assert(
      fc.property(name, (given) => {
        const { html, text, headers } = mailTo({ name: given })
        const [before = "", after = ""] = aroundTheName()
        const isAround = html.startsWith(before) && html.endsWith(after)
        const isInert = !/%%|[<>]/.test(html.slice(before.length, html.length - after.length))
        const isOneLine = text.split("\n").length === 3 && !/[\r\n]/.test(Object.values(headers ?? {}).join(""))
        expect({ isAround, isInert, isOneLine, hasMark: (text + html).includes("%%") }).toEqual({
          ...{ isAround: true, isInert: true, isOneLine: true, hasMark: false },
        })
      }),
    )
  }, 30_000)
})

function aroundTheName(): string[] {
  return mailTo({ name: "NAME" }).html.split(" NAME")
}

test("an address that a header or an attribute cannot carry is refused, not mended", () => {
  for (const url of [
    "javascript:alert(1)",
    "https://a.example/x>y",
    "https://a.example/x\r\nBcc: e@x",
    'https://a.example/"',
    "https://a.example/%%x",
  ]) {
    expect(() => mailTo({ unsubscribeUrl: url })).toThrow("none that a mail can carry")
    expect(() => mailTo({ preferencesUrl: url })).toThrow("none that a mail can carry")
  }
  const { html } = mailTo({ preferencesUrl: "https://a.example/p?a=1&b='2'" })
  expect(html).toContain('href="https://a.example/p?a=1&amp;b=&#39;2&#39;"')
})

test("a render with a mark that nobody fills in is refused before the first mail", () => {
  for (const text of ["%%NAME%%", "100 %% sure", "%%", "%%address%%"]) {
    expect(() => cutAtMarks(text)).toThrow("a mark that nobody fills in")
    expect(() => cutRender({ ...RENDER, html: text })).toThrow("a mark that nobody fills in")
    expect(() => cutRender({ ...RENDER, text })).toThrow("a mark that nobody fills in")
    expect(() => cutRender({ ...RENDER, subject: text })).toThrow("a mark that nobody fills in")
  }
})
