import { z } from "zod"

/** Providers that people can sign in with besides a mailed link, and who owns the portal. */
export type SignInSettings = {
  /** Signs the cookies of a sign-in on its way to a provider and back. */
  secret: string | null
  ownerAddress: string | null
  github: (Client & { url: string | null }) | null
  google: (Client & { issuer: string | null }) | null
  oidc: (Client & { issuer: string; name: string }) | null
}

type Client = { id: string; secret: string }

const issuer = z
  .url({ error: "must be an address like https://login.acme.example" })
  .refine((text) => isSafe(text), { error: "must begin with https://; plain http is for loopback alone" })

/** Spread into the environment's schema. */
export const SIGN_IN_VARIABLES = {
  AUTH_SECRET: z.string().min(32, "must have 32 characters or more; `openssl rand -base64 48` makes one").optional(),
  AUTH_GITHUB_ID: z.string().optional(),
  AUTH_GITHUB_SECRET: z.string().optional(),
  AUTH_GITHUB_URL: issuer.optional(),
  AUTH_GOOGLE_ID: z.string().optional(),
  AUTH_GOOGLE_SECRET: z.string().optional(),
  AUTH_GOOGLE_ISSUER: issuer.optional(),
  AUTH_OIDC_ID: z.string().optional(),
  AUTH_OIDC_SECRET: z.string().optional(),
  AUTH_OIDC_ISSUER: issuer.optional(),
  AUTH_OIDC_NAME: z.string().max(40, "must have 40 characters at most").optional(),
  CURTAIN_OWNER_EMAIL: z.email("must be an address like ada@acme.example").optional(),
}

type Variables = { [Name in keyof typeof SIGN_IN_VARIABLES]?: string | undefined }

/** Half a provider is a mistake: it would look switched on to whoever set it, and be off. */
const TOGETHER: (keyof Variables)[][] = [
  ["AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET"],
  ["AUTH_GOOGLE_ID", "AUTH_GOOGLE_SECRET"],
  ["AUTH_OIDC_ISSUER", "AUTH_OIDC_ID", "AUTH_OIDC_SECRET"],
]

export function missingSignInVariables(env: Record<string, string | undefined>): string[] {
  return TOGETHER.flatMap((group) => {
    const set = group.filter((name) => env[name])
    const missing = group.filter((name) => !env[name])
    return set.length > 0 ? missing.map((name) => `${name} is not set, and belongs to ${set.join(" and ")}`) : []
  })
}

export function signInSettingsOf(env: Variables): SignInSettings {
  const github = clientOf(env.AUTH_GITHUB_ID, env.AUTH_GITHUB_SECRET)
  const google = clientOf(env.AUTH_GOOGLE_ID, env.AUTH_GOOGLE_SECRET)
  const oidc = clientOf(env.AUTH_OIDC_ID, env.AUTH_OIDC_SECRET)
  return {
    secret: env.AUTH_SECRET ?? null,
    ownerAddress: env.CURTAIN_OWNER_EMAIL?.toLowerCase() ?? null,
    github: github && { ...github, url: env.AUTH_GITHUB_URL ?? null },
    google: google && { ...google, issuer: env.AUTH_GOOGLE_ISSUER ?? null },
    oidc: oidc && env.AUTH_OIDC_ISSUER ? { ...oidc, issuer: env.AUTH_OIDC_ISSUER, name: env.AUTH_OIDC_NAME ?? "single sign-on" } : null,
  }
}

/** Where a sign-in leads to: a page's policy has to let its form go there. */
export function signInOrigins({ github, google, oidc }: SignInSettings): string[] {
  const addresses = [
    ...(github ? [github.url ?? "https://github.com"] : []),
    ...(google ? [google.issuer ?? "https://accounts.google.com"] : []),
    ...(oidc ? [oidc.issuer] : []),
  ]
  return addresses.map((address) => new URL(address).origin)
}

function clientOf(id: string | undefined, secret: string | undefined): Client | null {
  return id && secret ? { id, secret } : null
}

function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return true // that is the complaint already
  const { protocol, hostname } = new URL(text)
  return protocol === "https:" || (protocol === "http:" && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname))
}
