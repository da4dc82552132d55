import { caniemail } from "caniemail"
import type { Nodes } from "mdast"
import { visit } from "unist-util-visit"
import { describe, expect, test, vi } from "vitest"
import { cutRender, personalMail } from "#lib/delivery/personal-mail.ts"
import { type EmailContent, renderEmail } from "#lib/delivery/render-email.ts"
import { parseMarkdown } from "#lib/documents/markdown.ts"
import { MARKDOWN_ATTACKS } from "#tests/support/markdown-attacks.ts"

const EVERYTHING = `Search reaches **back**, *far* and ~~slow~~ fast, with \`orders.csv\`. [Save a search](/help/saved-searches), see <https://acme.example/docs>.

## What is new

- Find orders by what was in them
  - even old ones
- [x] Large categories open faster
- [ ] Gift cards

1. First this
2. Then that

\`\`\`csv
id,total
1041,48.20
\`\`\`

> "I found the invoice in ten seconds."

| Plan | Searches |
|------|---------:|
| Free | 3 |

![How to search](/images/search.png) ![A second one](/images/more.png) ![Drawn](/images/logo.svg) ![Theirs](https://elsewhere.example/pixel.png)

---

### Known limits

Gift cards.[^1] Jump to [limits](#known-limits).

[^1]: They follow in [January](/changelog/january).
`

const content = (given: Partial<EmailContent> = {}): EmailContent => ({
  ...{
    locale: "en",
    title: "Find anything",
    body: EVERYTHING,
    sender: { name: "Acme", postalAddress: "Acme Ltd\n1 Harbour Street, Dublin" },
  },
  ...{ messageDomain: "acme.example", publicUrl: new URL("https://news.acme.example"), entryPath: "/changelog/find-anything", ...given },
})

async function mailOf(given: Partial<EmailContent> = {}) {
  const [unsubscribeUrl, preferencesUrl] = ["https://news.acme.example/unsubscribe/t1", "https://news.acme.example/preferences/t1"]
  const recipient = { releaseId: "r1", deliveryId: "d1", address: "ada@example.com", name: "Ada", unsubscribeUrl, preferencesUrl }
  return personalMail(cutRender(await renderEmail(content(given))), recipient)
}

test("the same content gives the same bytes", async () => {
  const before = await renderEmail(content())
  vi.resetModules() // what was kept is gone
  const again = await import("#lib/delivery/render-email.ts")
  expect(again.renderEmail).not.toBe(renderEmail)
  expect(await again.renderEmail(content())).toEqual(before)
  expect((await renderEmail(content())).sha256).not.toBe((await renderEmail(content({ title: "Find" }))).sha256)
})

test("no mark is left, in any language there are words for and in one there are none for", async () => {
  for (const locale of ["en", "de", "fr", "es", "it", "nl", "pt", "pt-BR", "ar", "tlh"]) {
    const { html, text } = await mailOf({ locale })
    expect(html + text, locale).not.toContain("%%")
    expect(html, locale).toContain(`lang="${locale}"`)
    for (const part of [html, text]) {
      expect(part.split("https://news.acme.example/unsubscribe/t1"), locale).toHaveLength(2)
      expect(part.split("https://news.acme.example/preferences/t1"), locale).toHaveLength(2)
    }
  }
  expect((await mailOf({ locale: "de-AT" })).text).toContain("Hallo Ada,")
  expect((await mailOf({ locale: "ar" })).html).toContain('<html dir="rtl" lang="ar">')
})

test("the subject is the title on one line, and the preheader says how the text begins", async () => {
  const { subject, html, text } = await mailOf({ title: "Find\r\nBcc: eve@example.com" })
  expect(subject).toBe("Find Bcc: eve@example.com")
  expect(html).toContain('data-skip-in-text="true">Search reaches back, far and slow fast')
  expect(text.match(/Search reaches back/g)).toHaveLength(1)
})

test("the plain text has every heading, item, cell, word of code and address of the document, and who sends it", async () => {
  const { text } = await mailOf()
  const lines = text.split("\n").map((line) => line.replace(/^[\s>*☑☐-]*(?:\d+\.)?\s*/, "").trim())
  for (const heading of ["Find anything", "What is new", "Known limits"]) expect(lines).toContain(heading)
  for (const item of ["Find orders by what was in them", "even old ones", "Large categories open faster", "Gift cards", "First this"]) {
    expect(lines).toContain(item)
  }
  const words: string[] = []
  const addresses: string[] = []
  visit(parseMarkdown(EVERYTHING), (node: Nodes) => {
    if (node.type === "text" || node.type === "inlineCode" || node.type === "code") words.push(...node.value.split("\n"))
    if ((node.type === "link" || node.type === "image") && !node.url.startsWith("#"))
      addresses.push(new URL(node.url, "https://news.acme.example").href)
    if (node.type === "image") words.push(node.alt ?? "")
  })
  expect(words.filter((word) => !text.includes(word.trim()))).toEqual([])
  expect(addresses.length).toBeGreaterThan(5)
  expect(addresses.filter((address) => !text.includes(address))).toEqual([])
  for (const around of [
    "Acme Ltd\n1 Harbour Street, Dublin",
    "because you subscribed to releases of Acme",
    "https://news.acme.example/changelog/find-anything",
  ]) {
    expect(text).toContain(around)
  }
  expect(text).not.toMatch(/<(?!https:)|FIND ANYTHING/)
})

test("one picture of ours is shown, whole and with its description; every other one is a link", async () => {
  const { html } = await mailOf()
  expect(html.match(/<img/g)).toHaveLength(1)
  expect(html).toMatch(/<img[^>]* src="https:\/\/news\.acme\.example\/images\/search\.png" alt="How to search" width="560"/)
  for (const link of [
    "https://news.acme.example/images/more.png",
    "https://news.acme.example/images/logo.svg",
    "https://elsewhere.example/pixel.png",
  ]) {
    expect(html).toMatch(new RegExp(`<a [^>]*href="${link}"`))
  }
  expect((await mailOf({ body: "![Chart](data:image/png;base64,AAAA)" })).html).not.toContain("data:image")
})

test("a picture whose address was not allowed is its description, and asks for nothing", async () => {
  const { html } = await renderEmail(content({ body: "![The new search](javascript:alert(1))" }))
  expect(html).not.toContain("<img")
  expect(html).toContain("The new search")
})

test("an address of ours is whole, an anchor is its words, and one of theirs is as it was written", async () => {
  const { html } = await mailOf()
  expect(html).toContain('href="https://news.acme.example/help/saved-searches"')
  expect(html).toContain('href="https://acme.example/docs"')
  expect(html).toContain("Jump to <!-- -->limits")
  expect([...html.matchAll(/ (?:href|src)="([^"]*)"/g)].filter(([, address = ""]) => !/^https:\/\//.test(address))).toEqual([])
})

test("without an entry in its language there is no button", async () => {
  expect((await mailOf({ entryPath: null })).html).not.toContain("Read it on the site")
})

test("a document of 40 KB stays below what Gmail shows", async () => {
  const sentence = "Search reaches back into your orders, and the searches that you repeat can be kept for as long as you like. "
  const part = (number: number) => `## Part ${number}\n\n${sentence.repeat(4)}\n\n- ${sentence}\n- [More of it](/help/part-${number})`
  const body = Array.from({ length: 72 }, (_, number) => part(number)).join("\n\n")
  expect(Buffer.byteLength(body)).toBeGreaterThan(40 * 1024)
  const { html } = await mailOf({ body })
  expect(Buffer.byteLength(html)).toBeLessThan(102 * 1024)
})

/** What stays away in one of the programs or more, and what is seen there instead. */
const FALLBACKS: Record<string, string> = {
  "color-scheme CSS property": "light colours are inline; a program that turns them round finds ink on paper",
  "color-scheme meta tag": "says the same again to those who read it here",
  "@media": "dark colours only; the light ones are inline",
  "<style> element": "dark colours only; the light ones are inline",
  "<body> element": "background and direction stand on the table inside, too",
  "target attribute": "links open as the program likes",
  "role attribute": "layout tables are read as tables",
  "display:none": "the preheader keeps no room: no height, no width, no opacity",
  opacity: "the preheader is not displayed",
  overflow: "code wraps, so nothing runs over",
  "max-height property": "the preheader is not displayed",
  "text-decoration-line": "the library writes the shorthand beside it",
  "white-space": "the element is <pre>, which keeps its lines by itself",
  "word-break": "a long line of code is wide",
  "border-radius": "the button has corners",
}

describe("Gmail, Outlook and Apple Mail", () => {
  test("show all of it, or what is listed instead", async () => {
    const { html } = await mailOf()
    const { issues } = caniemail({ clients: ["gmail.*", "outlook.*", "apple-mail.*"], html })
    const missing = new Set([...issues.errors.values()].flat().map(({ title }) => title))
    expect([...missing].filter((title) => !(title in FALLBACKS))).toEqual([])
    expect(Object.keys(FALLBACKS).filter((title) => !missing.has(title))).toEqual([])
  })

  test("and the check sees what they lack", () => {
    const { issues } = caniemail({ clients: ["outlook.windows"], html: '<div style="display:flex;position:fixed">x</div>' })
    expect([...issues.errors.values()].flat().map(({ title }) => title)).toEqual(expect.arrayContaining(["display:flex"]))
  })
})

/** Ours around the text, and what a text may become. */
const TAGS = new Set(
  "html head meta title style body table tbody thead tr td th div p a h1 h2 h3 h4 h5 h6 span hr br ul ol li pre code blockquote em strong del img".split(
    " ",
  ),
)
const ATTRIBUTES = new Set(
  "style class href src alt width align border cellpadding cellspacing role dir lang name content http-equiv target title start data-skip-in-text data-text-format".split(
    " ",
  ),
)

function oddities(html: string): string[] {
  const tags = html.replace(/<!--.*?-->|<!DOCTYPE[^>]*>/gs, "").matchAll(/<\/?([a-zA-Z][^\s/>]*)((?:[^>"]|"[^"]*")*)>/g)
  return [...tags].flatMap(([tag, name = "", rest = ""]) => {
    const attributes = [...rest.matchAll(/([^\s"'>/=]+)(?:="([^"]*)")?/g)]
    const strange = attributes.filter(
      ([, attribute = "", value = ""]) =>
        !ATTRIBUTES.has(attribute.toLowerCase()) ||
        (/^(href|src)$/.test(attribute) && !/^(?:https?:|mailto:)/.test(value)) ||
        (attribute === "style" && /url\(|expression/.test(value)),
    )
    return TAGS.has(name) && strange.length === 0 ? [] : [tag]
  })
}

describe("an attack is inert in a mail", () => {
  test("all of them, alone and within a line", async () => {
    for (const attack of MARKDOWN_ATTACKS) {
      const { html } = await mailOf({
        body: `${attack}\n\n> ${attack}\n\nbefore ${attack} after`,
        title: attack,
        sender: { name: attack, postalAddress: attack },
      })
      expect(oddities(html), attack).toEqual([])
      expect(html, attack).not.toMatch(/<img[^>]*src="(?!https:\/\/news\.acme\.example\/)/)
    }
  })

  test("the test itself sees what it looks for", () => {
    expect(
      oddities('<p onclick="x">a</p><script>b</script><a href="javascript:x">c</a><img src="cid:1"><b style="background:url(x)">'),
    ).toHaveLength(6)
  })
})
