import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core"
import type { SignedIn } from "#tests/support/person.ts"

export type Visit = { page: Page; context: BrowserContext; complaints: string[]; close(): Promise<void> }

/** A page of the workspace in a browser where somebody is signed in (null: nobody), with all that the browser complains of. */
export async function visitWorkspace(
  at: { browser: Browser; url: string },
  who: Pick<SignedIn, "session"> | null,
  { path, ...options }: BrowserContextOptions & { path: string },
): Promise<Visit> {
  const context = await at.browser.newContext({ baseURL: at.url, ...options })
  if (who !== null) await context.addCookies([{ name: "curtain", value: who.session, url: at.url, httpOnly: true, sameSite: "Lax" }])
  const page = await context.newPage()
  const complaints: string[] = []
  // That a page answers 403 or 404 is what the browser is right to say.
  page.on("console", (message) => message.type() === "error" && !/status of 40[34]/.test(message.text()) && complaints.push(message.text()))
  page.on("pageerror", (error) => complaints.push(error.message))
  await page.goto(path, { waitUntil: "load" })
  return { page, context, complaints, close: () => context.close() }
}
