import { eq, sql } from "drizzle-orm"
import { signInLinks } from "#db/schema/people.ts"
import type { SignInLinkId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { hashOfCookie, readLinkText } from "./sign-in-link.ts"

export type LinkLook =
  | { is: "ready"; id: SignInLinkId; address: string; wanted: string; account: { provider: string; account: string } | null }
  | { is: "unknown" }
  | { is: "used" }
  | { is: "expired" }
  | { is: "other browser" }

/** Looks at a link and changes nothing, however often, whoever looks. */
export async function findLink(deps: Pick<Runtime, "db" | "settings">, link: { text: string; browser: string | null }): Promise<LinkLook> {
  const id = readLinkText(deps.settings, link.text)
  if (id === null) return { is: "unknown" }
  const [found] = await deps.db
    .select({
      id: signInLinks.id,
      address: signInLinks.address,
      state: signInLinks.state,
      browser: signInLinks.browser,
      wanted: signInLinks.wanted,
      provider: signInLinks.provider,
      account: signInLinks.account,
      isOver: sql<boolean>`${signInLinks.expiresAt} <= now()`,
    })
    .from(signInLinks)
    .where(eq(signInLinks.id, id))
  // After a day the rows of links are forgotten, and ours alone have texts that can be read.
  if (found === undefined) return { is: "expired" }
  if (found.state === "used") return { is: "used" }
  if (found.isOver) return { is: "expired" }
  if (found.state === "nobody") return { is: "unknown" }
  if (found.browser !== null && found.browser !== hashOf(link.browser)) return { is: "other browser" }
  const { address, wanted, provider, account } = found
  return { is: "ready", id, address, wanted, account: provider === null || account === null ? null : { provider, account } }
}

function hashOf(browser: string | null): string | null {
  return browser === null ? null : hashOfCookie(browser)
}
