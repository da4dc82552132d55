import { expect, test } from "vitest"
import { headingsOf, linksOf, openingPictureOf, plainText } from "#lib/documents/markdown.ts"

const TEXT = `# Search

Search **forgives** your [typos](/help/typos), even \`quoted\` ones.

- It learns
- from *you*

| a | b |
|---|---|
| 1 | 2 |

\`\`\`ts
const a = 1
\`\`\`

## And more

![A picture](/images/more.png) <b>bold</b> https://acme.example/x [again](/help/typos) [ref][1]

[1]: https://acme.example/ref
`

test("a description is the prose of a text, without headings, tables and code", () => {
  expect(plainText(TEXT, 500)).toBe(
    "Search forgives your typos, even quoted ones. It learns from you bold https://acme.example/x again ref",
  )
})

test("a long one is cut after a word", () => {
  expect(plainText("Search forgives your typos, even quoted ones.", 27)).toBe("Search forgives your typos…")
  expect(plainText("Search forgives your typos, even quoted ones.", 20)).toBe("Search forgives your…")
  expect(plainText("", 20)).toBe("")
})

test("links and pictures of a text are found once each, whatever way they are written", () => {
  expect(linksOf(TEXT)).toEqual(["/help/typos", "/images/more.png", "https://acme.example/x", "https://acme.example/ref"])
})

test("the outline has the names that the rendered headings have", () => {
  expect(headingsOf(`${TEXT}\n\n## Search\n\n## Über *uns*\n\n## 日本\n\n## !`)).toEqual([
    { id: "s-search", text: "Search", level: 2 },
    { id: "s-and-more", text: "And more", level: 3 },
    { id: "s-search-2", text: "Search", level: 3 },
    { id: "s-uber-uns", text: "Über uns", level: 3 },
    { id: "s-日本", text: "日本", level: 3 },
    { id: "s-section", text: "!", level: 3 },
  ])
})

test("a picture counts as the opening one only where the text begins with it", () => {
  expect(openingPictureOf("![The editor](/images/editor.png)\n\nText")).toEqual({ source: "/images/editor.png", alt: "The editor" })
  expect(openingPictureOf("![The editor](/images/editor.png) and text")).toBeNull()
  expect(openingPictureOf("Text\n\n![The editor](/images/editor.png)")).toBeNull()
  expect(openingPictureOf("")).toBeNull()
})
