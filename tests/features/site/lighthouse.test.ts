import { beforeAll, expect, test } from "vitest"
import { aLighthouse, CATEGORIES } from "#tests/support/lighthouse.ts"
import { startPortal, untilAt } from "#tests/support/portal.ts"
import { publishDocuments } from "#tests/support/released-content.ts"
import { aWorld } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

const BODY = `Search forgives your typos, and answers in a tenth of a second.

## Filters

They are [explained](/help/filters).

| plan | records |
|:--|--:|
| Free | 10,000 |

\`\`\`ts
const hits: Hit[] = await search("invoice") // finds it
\`\`\`

- one
- two
`

let site: Served
let judge: Awaited<ReturnType<typeof aLighthouse>>

beforeAll(async () => {
  const world = await aWorld()
  const many = Array.from({ length: 21 }, (_, day) => ({
    title: `Improvement ${day}`,
    body: BODY,
    publishedAt: `2026-10-${10 + day}T09:00:00Z`,
  }))
  const revision = await publishDocuments(world, [
    ...many,
    { title: "Search that forgives", slug: "search", body: BODY, tags: ["search", "api"] },
    { kind: "article", title: "Filters", slug: "filters", body: `${BODY}\n\n## More\n\nWords.`, tags: ["search"] },
  ])
  site = await startPortal({ world })
  await untilAt(world, revision)
  judge = await aLighthouse()
})

/**
 * The words are there before the fonts are, and are read meanwhile. The simulation counts a font against the first paint if it happened
 * to arrive before it on this machine, where all is near: with fonts, the number is one of two, by chance.
 */
const LEAST_WITH_FONTS = 90

test.each(["/", "/changelog/search", "/help/filters"])("%s is as good as it can be, on a phone", async (path) => {
  const url = `http://localhost:${site.port}${path}`
  const { scores, faults } = await judge(url, { categories: CATEGORIES })
  const { performance = 0, ...others } = scores
  expect({ ...others, faults }).toEqual({ accessibility: 100, "best-practices": 100, seo: 100, faults: [] })
  expect(performance).toBeGreaterThanOrEqual(LEAST_WITH_FONTS)
  const words = await judge(url, { categories: ["performance"], without: ["*.woff2"] })
  expect(words.scores).toEqual({ performance: 100 })
})
