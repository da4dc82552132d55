import type { Page } from "playwright-core"
import type { ToldPortal } from "#tests/support/told-portal.ts"

/** One look at a page: where it is, and words that only its true content has. */
export type Look = {
  path: (told: ToldPortal) => string
  /** A heading that stands there. */
  heading: string | RegExp
  /** Where no address leads to it: what a person does from `path` on. */
  arrive?: (page: Page) => Promise<void>
}

const at = (path: string | Look["path"], heading: Look["heading"], arrive?: Look["arrive"]): Look => ({
  path: typeof path === "string" ? () => path : path,
  heading,
  ...(arrive ? { arrive } : {}),
})

const presses = (name: string) => (page: Page) => page.getByRole("button", { name, exact: true }).click()

const release = (id: string) => `/workspace/releases/${id}`
const documentOf = ({ releases, documents }: ToldPortal, kind: keyof ToldPortal["documents"]) =>
  `${release(releases.planned)}/documents/${documents[kind]}`

/**
 * Where each page of the file tree is found, by its folder, with content that makes it what it is: a page that is added has to say
 * here where it can be looked at.
 */
export const LOOKS: Record<string, Look[]> = {
  "(public)/r/[revision]": [at("/", "What’s new")],
  "(public)/r/[revision]/changelog/[slug]": [at("/changelog/search", "Search that forgives")],
  "(public)/r/[revision]/help": [at("/help", "Help")],
  "(public)/r/[revision]/help/[slug]": [at("/help/filters", "Filters")],
  "(public)/r/[revision]/missing": [at("/nowhere", "There is nothing at this address")],
  "(public)/r/[revision]/older/[number]/[after]": [at("/page/2", "Earlier")],
  "(public)/r/[revision]/tags": [at("/tags", "Topics")],
  "(public)/r/[revision]/tags/[tag]": [at("/tags/api", "api")],
  "(public)/r/[revision]/tags/[tag]/older/[number]/[after]": [at("/tags/speed/page/2", "Earlier")],
  "(public)/search/[revision]": [at("/search?q=typos", "Search"), at("/search?q=nothing-of-the-kind", "Search")],
  "(public)/visit/confirm/[token]": [at(({ links }) => `/confirm/${links.confirm}`, "One press, and you are subscribed")],
  "(public)/visit/confirmed": [at(({ links }) => `/confirm/${links.confirm}`, "You are subscribed", presses("Subscribe"))],
  "(public)/visit/preferences/[token]": [at(({ links }) => `/preferences/${links.preferences}`, "What you get")],
  "(public)/visit/subscribe": [at("/subscribe", "Subscribe")],
  "(public)/visit/subscribe/sent": [at("/subscribe", "Look into your mailbox", subscribe)],
  "(public)/visit/subscribe/too-many": [at("/subscribe", "That was too often", subscribeTooOften)],
  "(public)/visit/unknown-link": [at("/confirm/nobody-made-this", "This link does not work")],
  "(public)/visit/unsubscribe/[token]": [at(({ links }) => `/unsubscribe/${links.unsubscribe}`, "Unsubscribe")],
  "(public)/visit/unsubscribed": [
    at(({ links }) => `/preferences/${links.preferences}`, "You are unsubscribed", presses("Leave altogether")),
  ],
  signin: [at("/signin", "Sign in")],
  "signin/sent": [at("/signin/sent", "Look into your mail")],
  "signin/confirm/[token]": [at(`/signin/confirm/${"0".repeat(32)}.${"x".repeat(43)}`, "This link does not work here")],
  workspace: [at("/workspace", "Unreleased")],
  "workspace/[...missing]": [at("/workspace/nowhere/at-all", "There is nothing here")],
  "workspace/audience": [
    at("/workspace/audience", "Audience"),
    at(({ subscriber }) => `/workspace/audience?subscriber=${subscriber}`, "Audience"),
  ],
  "workspace/audience/import": [at("/workspace/audience/import", "Import subscribers")],
  "workspace/audience/segments": [at("/workspace/audience/segments", "Audience")],
  "workspace/audience/segments/[segmentId]": [at(({ segment }) => `/workspace/audience/segments/${segment}`, "Pros")],
  "workspace/audience/segments/new": [at("/workspace/audience/segments/new", "New segment")],
  "workspace/audience/suppressions": [at("/workspace/audience/suppressions", "Audience")],
  "workspace/settings": [at("/workspace/settings", "Settings")],
  "workspace/audit": [at("/workspace/audit", "Audit log")],
  "workspace/deployments": [
    at("/workspace/deployments", "Deployments"),
    at(({ deployment }) => `/workspace/deployments?deployment=${deployment}`, "Deployments"),
  ],
  "workspace/flags": [at("/workspace/flags", "Flags")],
  "workspace/flags/connections": [at("/workspace/flags/connections", "Flags")],
  "workspace/flags/evaluate": [at("/workspace/flags/evaluate", "Flags")],
  "workspace/launches/[launchId]": [
    at(({ launches }) => `/workspace/launches/${launches.held}`, /^Launch of/),
    at(({ launches }) => `/workspace/launches/${launches.settled}`, /^Launch of/),
    at(({ launches }) => `/workspace/launches/${launches.recalled}`, "Launch of Shared carts"),
  ],
  "workspace/launches/[launchId]/mailed": [at(({ launches }) => `/workspace/launches/${launches.settled}/mailed`, "Who was mailed")],
  "workspace/mail": [at("/workspace/mail", "Captured mail")],
  "workspace/mail/[id]": [at(({ mail }) => `/workspace/mail/${mail}`, /^Release/)],
  "workspace/people": [at("/workspace/people", "People")],
  "workspace/releases": [at("/workspace/releases", "Releases")],
  "workspace/releases/[releaseId]": [
    at(({ releases }) => release(releases.planned), "The new editor"),
    at(({ releases }) => release(releases.scheduled), "Cheaper parcels"),
    at(({ releases }) => release(releases.recalled), "Shared carts"),
  ],
  "workspace/releases/[releaseId]/documents/[documentId]": [
    at((told) => documentOf(told, "entry"), "The new editor"),
    at((told) => documentOf(told, "email"), "The new editor"),
  ],
  "workspace/repositories": [at("/workspace/repositories", "Repositories")],
  "workspace/repositories/[id]": [at(({ repository }) => `/workspace/repositories/${repository}`, "acme/shop")],
  "workspace/tokens": [at("/workspace/tokens", "API tokens")],
  "workspace/unreleased": [
    at("/workspace/unreleased", "Unreleased"),
    at("/workspace/unreleased", "Unreleased", (page) => page.getByRole("checkbox").nth(1).check()),
    at(({ change }) => `/workspace/unreleased?change=${change}`, "Unreleased"),
  ],
}

async function subscribe(page: Page): Promise<void> {
  await page.getByLabel("Your email address").fill("reader@acme.example")
  await page.getByRole("button", { name: "Send me the confirmation" }).click()
}

/** As somebody who will not stop. */
async function subscribeTooOften(page: Page): Promise<void> {
  const post = () => fetch("/subscribe", { method: "POST", body: new URLSearchParams({ email: "again@acme.example" }) })
  await page.evaluate(`(async () => { const post = ${post}; for (let times = 0; times < 40; times++) await post() })()`)
  await subscribe(page)
}
