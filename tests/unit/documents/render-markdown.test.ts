import { describe, expect, test } from "vitest"
import { renderMarkdown } from "#lib/documents/render-markdown.ts"
import { MARKDOWN_ATTACKS } from "#tests/support/markdown-attacks.ts"

/** Whatever is written, a tag of the result is from this list, and so is each of its attributes. */
const TAG = /<\/?([a-zA-Z][^\s/>]*)([^>]*)>/g
const TAGS = new Set(
  "h2 h3 h4 h5 h6 p blockquote pre hr ul ol li section table thead tbody tr th td a img em strong del code sup br div span".split(" "),
)
const ATTRIBUTES = new Set("href title id class src alt loading decoding rel tabindex role aria-label align start".split(" "))

function oddities(html: string): string[] {
  return [...html.matchAll(TAG)].flatMap(([tag, name = "", rest = ""]) => {
    const attributes = [...rest.matchAll(/([^\s"'>/=]+)(?:="([^"]*)")?/g)]
    const strange = attributes.filter(([, attribute = "", value = ""]) => !ATTRIBUTES.has(attribute) || leadsAstray(attribute, value))
    return TAGS.has(name) && strange.length === 0 ? [] : [tag]
  })
}

function leadsAstray(attribute: string, value: string): boolean {
  if (attribute === "href") return !/^(?:https?:|mailto:|\/|#|\.|[^:]*$)/i.test(value)
  if (attribute === "src") return !/^(?:\/(?![/\\])|data:image\/(?:png|jpeg|webp|avif);base64,)/.test(value)
  return false
}

describe("an attack is inert", () => {
  test.each(MARKDOWN_ATTACKS)("%s", async (attack) => {
    for (const text of [attack, `> ${attack}`, `- ${attack}`, `before ${attack} after`])
      expect(oddities(await renderMarkdown(text))).toEqual([])
  })

  test("the test itself sees what it looks for", () => {
    expect(oddities('<p onclick="x">a</p><script>b</script><a href="javascript:x">c</a><img src="//evil.example/x">')).toHaveLength(5)
  })
})

test("headings stand below the title, with names nobody else has", async () => {
  expect(await renderMarkdown("# Faster search\n\n## Faster search\n\n###### Deep\n\n[there](#faster-search)")).toBe(
    '<h2 id="s-faster-search">Faster search</h2>\n<h3 id="s-faster-search-2">Faster search</h3>\n<h6 id="s-deep">Deep</h6>\n<p><a href="#s-faster-search">there</a></p>',
  )
})

test("a link to elsewhere gives nothing away, a link of ours is a plain one", async () => {
  expect(await renderMarkdown("[a](https://acme.example/x) [b](/help/search) [c](mailto:ada@acme.example)")).toBe(
    '<p><a href="https://acme.example/x" rel="noopener nofollow ugc">a</a> <a href="/help/search">b</a> <a href="mailto:ada@acme.example">c</a></p>',
  )
})

test("a picture of ours loads late and has a description; one from elsewhere is a link to it", async () => {
  expect(await renderMarkdown("![The editor](/images/editor.png) ![](/b.png)")).toBe(
    '<p><img src="/images/editor.png" alt="The editor" loading="lazy" decoding="async"> <img src="/b.png" alt="" loading="lazy" decoding="async"></p>',
  )
  expect(await renderMarkdown("![The editor](https://acme.example/editor.png)")).toBe(
    '<p><a href="https://acme.example/editor.png" rel="noopener nofollow ugc">The editor</a></p>',
  )
})

test("code is coloured by classes alone", async () => {
  const html = await renderMarkdown('```ts\nconst a: string = "b" // c\n```')
  expect(html).toContain('<span class="token-keyword">const</span>')
  expect(html).toContain('<span class="token-comment">')
  expect(html).not.toContain("style=")
})

test("code in a language we do not know, or too much of it, is shown plain", async () => {
  expect(await renderMarkdown("```klingon\na < b\n```")).toBe('<pre tabindex="0"><code class="language-klingon">a &#x3C; b\n</code></pre>')
  expect(await renderMarkdown(`\`\`\`ts\n${"const a = 1\n".repeat(1000)}\`\`\``)).not.toContain("<span")
})

test("tables, tasks, quotes, footnotes and struck text are read", async () => {
  const html = await renderMarkdown(
    "| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n> said\n\n~~gone~~ told[^1]\n\n[^1]: Once.",
  )
  for (const part of [
    '<td align="right">2</td>',
    "☑ done",
    "☐ open",
    "<blockquote>",
    "<del>gone</del>",
    '<li id="s-fn-1">',
    'href="#s-fnref-1"',
  ]) {
    expect(html).toContain(part)
  }
})

const long = (part: string) => part.repeat(Math.ceil(1_000_000 / part.length))

/** A second of a processor on a machine that does nothing else; the tests around this one want it as well. */
const A_SECOND_OF_CPU_MS = 1000

describe("a text made to hold up everybody does not", () => {
  test.each([
    ["a million brackets", long("[")],
    ["a million open links", long("[]( ")],
    ["a million stars", long("*a **a ")],
    ["quotes in quotes", long("> ")],
    ["lists in lists", Array.from({ length: 900 }, (_, depth) => `${"  ".repeat(depth)}- a`).join("\n")],
    ["quotes a level deeper on each line", Array.from({ length: 1400 }, (_, depth) => `${">".repeat(depth)}a`).join("\n")],
    ["a table of a hundred thousand rows", `|a|b|\n|-|-|\n${long("|a|b|\n")}`],
    ["backticks", long("`a``b```")],
    ["footnotes", long("[^a]: b\n")],
    ["addresses", long("http://a.b/ ")],
    ["headings", long("# a\n\n")],
    ["entities", long("&amp;")],
    ["comments", long("<!--")],
    ["plain words", long("lorem ipsum ")],
    ["code", `\`\`\`ts\n${long("const a = 1\n")}`],
    ["nested emphasis", `${"*a ".repeat(900)}${"b* ".repeat(900)}`],
  ])("%s", async (_, body) => {
    const before = process.cpuUsage()
    const html = await renderMarkdown(body)
    const { user, system } = process.cpuUsage(before)
    expect(html.length).toBeGreaterThan(0)
    expect((user + system) / 1000).toBeLessThan(A_SECOND_OF_CPU_MS)
  })
})
