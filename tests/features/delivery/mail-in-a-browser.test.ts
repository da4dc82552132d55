import { AxeBuilder } from "@axe-core/playwright"
import { expect, test } from "vitest"
import { cutRender, personalMail } from "#lib/delivery/personal-mail.ts"
import { renderEmail } from "#lib/delivery/render-email.ts"
import { aBrowser } from "#tests/support/browser.ts"

const browser = await aBrowser()

const WORDS = `Search reaches back into your orders, with \`orders.csv\`. [Save a search](/help/saved-searches).

## What is new

- Find orders by what was in them

> "I found the invoice in ten seconds."

| Plan | Searches |
|------|---------:|
| Free | 3 |

\`\`\`csv
id,placed_at,total,matched_by,a_column_with_a_very_long_name_that_goes_on_and_on_and_on_and_on
\`\`\`
`

async function mail(): Promise<string> {
  const render = await renderEmail({
    ...{ locale: "en", title: "Find anything you ever ordered", body: WORDS, entryPath: "/changelog/find" },
    ...{ sender: { name: "Acme", postalAddress: "Acme Ltd\n1 Harbour Street" }, messageDomain: "acme.example" },
    publicUrl: new URL("https://news.acme.example"),
  })
  const [unsubscribeUrl, preferencesUrl] = ["https://news.acme.example/unsubscribe/1", "https://news.acme.example/preferences/1"]
  const reader = { releaseId: "r", deliveryId: "d", address: "ada@example.com", name: "Ada", unsubscribeUrl, preferencesUrl }
  return personalMail(cutRender(render), reader).html
}

const html = await mail()

test.each([
  ["a wide window in the light", 1200, "light"],
  ["a wide window in the dark", 1200, "dark"],
  ["a phone in the light", 360, "light"],
  ["a phone in the dark", 360, "dark"],
] as const)("in %s the mail fits, has one paper from edge to edge, and can be read", async (_, width, colorScheme) => {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
  const page = await context.newPage()
  await page.setContent(html)
  const seen = await page.evaluate(() => {
    const paperAt = (x: number, y: number) => {
      for (let element = document.elementFromPoint(x, y); element !== null; element = element.parentElement) {
        const { backgroundColor } = getComputedStyle(element)
        if (backgroundColor !== "rgba(0, 0, 0, 0)") return backgroundColor
      }
      return "none"
    }
    const places = [4, innerWidth / 2, innerWidth - 4].flatMap((x) => [4, 300].map((y) => paperAt(x, y)))
    return { papers: [...new Set(places)], overflow: document.documentElement.scrollWidth - innerWidth }
  })
  expect(seen).toEqual({ papers: [colorScheme === "light" ? "rgb(252, 250, 246)" : "rgb(21, 18, 16)"], overflow: 0 })
  // A mail is read within a program: what makes a page of its own, a landmark or a way to skip, is not asked of it.
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa"]).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  await context.close()
})
