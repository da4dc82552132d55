/** What Acme's people have built in the last weeks, by when it was deployed, and how far it has come. */
export type StoryDeployment = {
  repository: string
  environment: string
  hoursAgo: number
  status?: "failure"
  commits: readonly StoryCommit[]
}
export type StoryCommit = { author: string; message: string }

const noor = "Noor Haddad"
const ines = "Ines Okafor"
const tomas = "Tomás Rivera"

const by = (author: string, message: string): StoryCommit => ({ author, message })
const behind = (flag: string) => `\n\nFeature-Flag: ${flag}`
const to =
  (environment: string) =>
  (repository: string, hoursAgo: number, ...commits: StoryCommit[]) => ({
    ...{ repository, environment, hoursAgo, commits },
  })
const production = to("production")
const staging = to("staging")
const testing = to("testing")

const [shop, api, app] = ["acme/shop", "acme/api", "acme/app"] as const
const DAY = 24

export const DEPLOYMENTS: readonly StoryDeployment[] = [
  production(
    shop,
    16 * DAY + 3,
    by(
      ines,
      `feat(returns): let buyers send something back on their own\n\nThey choose what and why, and get a label.${behind("returns-portal")}`,
    ),
    by(noor, `feat(returns): exchange instead of money${behind("returns-portal")}`),
    by(tomas, "chore(deps): update the image pipeline"),
  ),
  production(api, 14 * DAY + 5, by(tomas, `feat(webhooks): an event for every return${behind("returns-portal")}`)),
  production(
    shop,
    12 * DAY + 2,
    by(noor, `feat(search): keep a search in the sidebar\n\nWith the number of orders in it.${behind("kept-searches")}`),
    by(ines, "fix(cart): keep the voucher when an item is removed"),
  ),
  production(app, 10 * DAY + 6, by(tomas, "feat(app): scan with the torch on"), by(tomas, "ci: build both stores side by side")),
  production(
    shop,
    9 * DAY + 4,
    by(noor, `feat(search): look into orders, three years back${behind("deep-search")}`),
    by(ines, "perf(catalogue): open large categories four times as fast"),
    by(tomas, "test(search): cover accents and typing mistakes"),
  ),
  production(
    api,
    7 * DAY + 1,
    by(ines, `feat(labels): ask carriers while the order is being packed${behind("early-labels")}`),
    by(ines, "perf(labels): keep one connection open to each carrier"),
  ),
  production(
    shop,
    6 * DAY + 3,
    by(tomas, `feat(billing): pay out the same day${behind("instant-payouts")}`),
    by(noor, "refactor(billing): one place for amounts"),
  ),
  production(
    app,
    4 * DAY + 2,
    by(tomas, `feat(app): the day's parcels on the lock screen${behind("lock-screen")}`),
    by(ines, "fix(app): send the summary at the hour that was chosen"),
  ),
  production(
    shop,
    3 * DAY + 5,
    by(noor, `feat(inbox): questions from buyers in one place${behind("shared-inbox")}`),
    by(ines, "fix(tax): books are books in Portugal, too"),
  ),
  production(
    api,
    2 * DAY + 1,
    by(
      tomas,
      'feat(refunds)!: amounts of refunds are texts, as everywhere\n\nBREAKING CHANGE: `refund.amount` is "12.50" and no longer 12.5.',
    ),
    by(tomas, "fix(webhooks): wait longer between attempts"),
  ),
  production(
    shop,
    DAY + 4,
    by(ines, `feat(checkout): pay with one tap${behind("one-tap")}`),
    by(noor, "fix(orders): print notes in the buyer's language"),
  ),
  { ...staging(api, 20, by(ines, "feat(stock): reserve while somebody pays")), status: "failure" },
  staging(shop, 5, by(noor, `feat(checkout): gift cards${behind("gift-cards")}`), by(ines, "style(checkout): line up the totals")),
  testing(shop, 2, by(tomas, `feat(inbox): answer from the phone${behind("shared-inbox")}`)),
]
