import { cutRender, personalMail } from "#lib/delivery/personal-mail.ts"
import { type EmailContent, renderEmail } from "#lib/delivery/render-email.ts"
import type { Benchmark } from "./benchmark.ts"
import { interleave } from "./interleave.ts"
import { compare } from "./ratio.ts"

const ROUNDS = { short: 12, long: 60 }
/** Each takes some 100 ms, long enough to be measured and short enough to take turns. */
const MAILS = { ours: 20_000, peer: 40 }

/** A reader's copy of a mail made from the stored render, beside rendering it for that reader. */
export const mail: Benchmark = {
  name: "mail",
  run: async ({ length, report }) => {
    const restore = inProduction()
    try {
      const render = cutRender(await renderEmail(CONTENT))
      report(
        `${Math.round(render.html.length / 1000)} KB of HTML; ${MAILS.ours} copies and ${MAILS.peer} renderings, ${ROUNDS[length]} times each`,
      )
      const { ours, peer } = await interleave(ROUNDS[length], {
        ours: async () => perSecond(MAILS.ours, (count) => copies(render, count)),
        peer: async () => perSecond(MAILS.peer, rendered),
      })
      return [compare({ name: "mail", unit: "mails/s", bound: { atLeast: 50 } }, { ours, peer })]
    } finally {
      restore()
    }
  },
}

/** React renders three times as fast there; the peer gets what it would have. */
function inProduction(): () => void {
  const before = process.env.NODE_ENV
  Object.assign(process.env, { NODE_ENV: "production" })
  return () => {
    if (before === undefined) Reflect.deleteProperty(process.env, "NODE_ENV")
    else Object.assign(process.env, { NODE_ENV: before })
  }
}

function copies(render: ReturnType<typeof cutRender>, count: number): number {
  let bytes = 0
  for (let number = 0; number < count; number++) {
    const url = `https://news.acme.example/unsubscribe/${number}`
    const reader = {
      releaseId: "0198-release",
      deliveryId: `${number}`,
      address: `reader${number}@example.com`,
      name: `Reader <${number}>`,
    }
    bytes += personalMail(render, { ...reader, unsubscribeUrl: url, preferencesUrl: url }).html.length
  }
  return bytes
}

let made = 0

/** Each of another title: what was rendered before is kept, and would cost nothing. */
async function rendered(count: number): Promise<number> {
  let bytes = 0
  for (let number = 0; number < count; number++)
    bytes += (await renderEmail({ ...CONTENT, title: `${CONTENT.title} ${made++}` })).html.length
  return bytes
}

async function perSecond(count: number, make: (count: number) => number | Promise<number>): Promise<number> {
  const began = performance.now()
  const bytes = await make(count)
  if (bytes === 0) throw new Error("nothing was made")
  return (count / (performance.now() - began)) * 1000
}

const CONTENT: EmailContent = {
  ...{ locale: "en", title: "Find anything you ever ordered", messageDomain: "acme.example", entryPath: "/changelog/find" },
  sender: { name: "Acme", postalAddress: "Acme Ltd, 1 Harbour Street, Dublin" },
  publicUrl: new URL("https://news.acme.example"),
  body: [
    "Search reaches back into your orders, and the searches you repeat can be **kept**.",
    "## New",
    "- Find orders by what was in them.\n- [Save a search](/help/saved-searches) and be told of new matches.\n- Large categories open four times as fast.",
    "## What you need to do",
    "Nothing, unless you use the export: its `orders.csv` has a column more.",
    "| Plan | Kept searches |\n|---|---|\n| Free | 3 |\n| Team | 50 |",
  ].join("\n\n"),
}
