import { customFetch, type NextAuthConfig } from "next-auth"
import GitHub from "next-auth/providers/github"
import Google from "next-auth/providers/google"
import { z } from "zod"
import type { SignInSettings } from "#lib/kernel/sign-in-settings.ts"

type Provider = NextAuthConfig["providers"][number]

/** What the sign-in page offers besides a mailed link. */
export function providersOf({ github, google, oidc }: SignInSettings): { id: string; name: string }[] {
  return [
    ...(github ? [{ id: "github", name: "GitHub" }] : []),
    ...(google ? [{ id: "google", name: "Google" }] : []),
    ...(oidc ? [{ id: "oidc", name: oidc.name }] : []),
  ]
}

export function openProviders({ github, google, oidc }: SignInSettings): Provider[] {
  return [
    ...(github ? [gitHub(github)] : []),
    ...(google ? [openId(Google({ ...clientOf(google), ...(google.issuer === null ? {} : { issuer: google.issuer }) }))] : []),
    // Its user info, since many providers leave the address out of the token.
    ...(oidc ? [openId({ id: "oidc", name: oidc.name, type: "oidc", issuer: oidc.issuer, idToken: false, ...clientOf(oidc) })] : []),
  ]
}

function clientOf({ id, secret }: { id: string; secret: string }) {
  return { clientId: id, clientSecret: secret, [customFetch]: patientFetch }
}

const OPEN_ID_CHECKS: ("pkce" | "state" | "nonce")[] = ["pkce", "state", "nonce"]

function openId(provider: Provider): Provider {
  return { ...provider, checks: OPEN_ID_CHECKS } as Provider
}

/** GitHub says which address is the account's main one, and whether it was confirmed: any other is not looked at. */
function gitHub({ id, secret, url }: NonNullable<SignInSettings["github"]>): Provider {
  const api = url === null ? "https://api.github.com" : `${url.replace(/\/$/, "")}/api/v3`
  return GitHub({
    ...clientOf({ id, secret }),
    ...(url === null ? {} : { enterprise: { baseUrl: url.replace(/\/$/, "") } }),
    checks: ["pkce", "state"],
    userinfo: {
      url: `${api}/user`,
      request: async ({ tokens }: { tokens: { access_token?: string } }) => readGitHubUser(api, tokens.access_token ?? ""),
    },
  })
}

const gitHubUser = z.looseObject({ id: z.number(), login: z.string(), name: z.string().nullish() })
const gitHubAddresses = z.array(z.looseObject({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

async function readGitHubUser(api: string, token: string) {
  const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json", "user-agent": "curtain" }
  const [user, addresses] = await Promise.all(
    ["/user", "/user/emails"].map(async (path) => (await patientFetch(`${api}${path}`, { headers })).json() as Promise<unknown>),
  )
  const main = gitHubAddresses.parse(addresses).find(({ primary }) => primary)
  return { ...gitHubUser.parse(user), email: main?.email ?? null, email_verified: main?.verified === true }
}

/** Somebody waits for a page meanwhile. */
const PATIENCE_MS = 8000

function patientFetch(input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> {
  return fetch(input, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
}
