import "server-only"
import NextAuth from "next-auth"
import { secretFor } from "#lib/kernel/settings.ts"
import { readAddress } from "#lib/people/address.ts"
import { admitAccount } from "#lib/people/admit-account.ts"
import { askForLink } from "#lib/people/ask-for-link.ts"
import type { ProviderAccount } from "#lib/people/link-account.ts"
import { findPersonByAccount } from "#lib/people/queries.ts"
import { newSessionText, SESSION_DAYS } from "#lib/people/session.ts"
import type { Runtime } from "#lib/runtime.ts"
import { sessionCookie } from "../session-cookie.ts"
import { peopleAdapter } from "./people-adapter.ts"
import { openProviders } from "./providers.ts"

type Asking = { deps: Runtime; browser: string; network: string; wanted: string }

/** next-auth for one request: the conversation with a provider is its work, and who comes in is decided by one callback for all of them. */
export function openSignIn(asking: Asking) {
  const { deps } = asking
  const { signIn, publicUrl } = deps.settings
  return NextAuth({
    basePath: "/signin",
    secret: signIn.secret ?? secretFor(deps.settings, "sign-in cookies"),
    // The server in front answers for our own host alone, and says itself what that is.
    trustHost: true,
    useSecureCookies: publicUrl.protocol === "https:",
    cookies: { sessionToken: sessionCookie(publicUrl) },
    session: { strategy: "database", maxAge: SESSION_DAYS.atMost * 24 * 3600, generateSessionToken: newSessionText },
    adapter: peopleAdapter(deps),
    providers: openProviders(signIn),
    pages: { signIn: "/signin", error: "/signin" },
    callbacks: {
      signIn: ({ account, profile }) =>
        mayComeIn(asking, { provider: account?.provider ?? "", account: account?.providerAccountId ?? "" }, profile ?? {}),
    },
    logger: {
      error: (error) => deps.log.warn({ reason: error.name, detail: causeOf(error) }, "a sign-in through a provider failed"),
      warn: () => {},
      debug: () => {},
    },
  })
}

/**
 * True lets them in, an address sends them there. An account that is known is enough; a new one has to come with an address that the
 * provider vouches for. Where it does not vouch, the address gets a link, and using it in this browser ties the account to it: a
 * stranger who claims somebody's address gets the same page, and no further.
 */
async function mayComeIn(asking: Asking, account: ProviderAccount, profile: Record<string, unknown>): Promise<true | string> {
  const { deps } = asking
  if ((await findPersonByAccount(deps.db, account)) !== null) return true
  const address = typeof profile.email === "string" ? readAddress(profile.email) : null
  if (address === null) return "/signin?problem=no-address"
  if (isVouchedFor(profile)) return (await admitAccount(deps, { ...account, address })) === null ? "/signin?problem=not-invited" : true
  const { browser, network, wanted } = asking
  const asked = await askForLink(deps, { address, browser, network, wanted, account })
  return asked.is === "asked" ? "/signin/sent" : "/signin?problem=too-many"
}

/** Some providers write it as a text. */
function isVouchedFor({ email_verified: verified }: Record<string, unknown>): boolean {
  return verified === true || verified === "true"
}

function causeOf(error: Error): string {
  const cause = error.cause
  const inner = cause !== null && typeof cause === "object" && "err" in cause ? cause.err : cause
  return inner instanceof Error ? inner.message : error.message
}
