import { createHmac } from "node:crypto"
import { isIP } from "node:net"
import { z } from "zod"
import { HOOK_VARIABLES, type HookSettings, hookSettingsOf } from "./hook-settings.ts"
import { readHostList } from "./host-list.ts"
import { complainOfMail, type MailSettings, readMailSettings } from "./mail-settings.ts"
import { missingSignInVariables, SIGN_IN_VARIABLES, type SignInSettings, signInSettingsOf } from "./sign-in-settings.ts"

export type Role = "web" | "worker"

/** Everything the environment says, checked. Where a secret may be generated, the composition root has put it in before. */
export type Settings = {
  databaseUrl: string | null
  databasePublicUrl: string | null
  publicUrl: URL
  port: number
  /** The address that the web server listens at. */
  host: string
  roles: readonly Role[]
  dataDir: string
  secretKey: string
  /** Keys of before: what they sealed can still be opened, until a worker has sealed it again. */
  previousSecretKeys: readonly string[]
  apiToken: string
  /** `host` or `host:port` of what calls to the outside may reach although it is private. */
  allowPrivateHosts: readonly string[]
  /** How many proxies of the operator's own stand before the portal: so many entries of X-Forwarded-For are true. */
  proxyHops: number
  hooks: HookSettings
  mail: MailSettings
  signIn: SignInSettings
  /** Whether a portal on which nothing has ever happened begins with the demo story. */
  demo: "told" | "not told"
  logLevel: string
}

/** Thrown with every problem at once, so that a bad environment is mended in one go. */
export class BadEnvironment extends Error {
  readonly problems: string[]
  constructor(problems: string[]) {
    super(
      `The environment has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:\n${problems.map((problem) => `  ${problem}`).join("\n")}`,
    )
    this.name = "BadEnvironment"
    this.problems = problems
  }
}

/** An address that HTTP visitors use: no path, so that every link can be made from it. */
const publicUrl = z.url({ protocol: /^https?$/, error: "must be an address like https://news.acme.example" }).refine(
  (text) => {
    if (!URL.canParse(text)) return true // that is the complaint already
    const { pathname, search, hash, username } = new URL(text)
    return pathname === "/" && search === "" && hash === "" && username === ""
  },
  { error: "must have no path, query, fragment or user name" },
)

const postgresUrl = z.string().refine((text) => URL.canParse(text) && ["postgres:", "postgresql:"].includes(new URL(text).protocol), {
  error: "must be an address like postgresql://user:password@host:5432/curtain",
})

const secret = z.string().min(32, "must have 32 characters or more; `openssl rand -base64 48` makes one")

const secrets = z.string().transform((text, context): string[] => {
  const keys = text.split(",").map((key) => key.trim())
  if (keys.some((key) => key.length < 32)) context.addIssue("must be keys of 32 characters or more, with commas between them")
  return keys
})

const privateHosts = z.string().transform((text, context): string[] => {
  const { hosts, wrong } = readHostList(text)
  if (wrong.length > 0)
    context.addIssue(`must be hosts like flags.internal or 10.0.0.5:4242, with commas between them; not ${wrong.join(", ")}`)
  return hosts
})

const roles = z.string().transform((text, context): Role[] => {
  const names = text.split(",").map((name) => name.trim())
  const known = names.filter((name): name is Role => name === "web" || name === "worker")
  if (known.length !== names.length || known.length === 0) context.addIssue("must be web, worker or web,worker")
  return known
})

const environment = z.object({
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_PUBLIC_URL: postgresUrl.optional(),
  PUBLIC_URL: publicUrl.optional(),
  PORT: z.coerce
    .number("must be a port number")
    .int("must be a whole number")
    .min(0, "must be 0 or more")
    .max(65_535, "must be 65535 or less")
    .default(3000),
  CURTAIN_HOST: z
    .string()
    .refine((text) => isIP(text) !== 0, "must be an IP address of this machine, or 0.0.0.0 for all of them")
    .default("127.0.0.1"),
  CURTAIN_DEMO: z.enum(["0", "1"], "must be 0 or 1").optional(),
  CURTAIN_ROLES: roles.default(["web", "worker"]),
  CURTAIN_DATA_DIR: z.string().min(1, "must name a folder").default(".curtain"),
  CURTAIN_SECRET_KEY: secret,
  CURTAIN_PREVIOUS_SECRET_KEYS: secrets.default([]),
  CURTAIN_API_TOKEN: z.string().min(24, "must have 24 characters or more"),
  CURTAIN_ALLOW_PRIVATE_HOSTS: privateHosts.default([]),
  CURTAIN_PROXY_HOPS: z.coerce
    .number("must be a number")
    .int("must be a whole number")
    .min(0, "must be 0 or more")
    .max(9, "must be 9 or less")
    .default(0),
  ...HOOK_VARIABLES,
  ...SIGN_IN_VARIABLES,
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"], "must be debug, info, warn or error").default("info"),
})

export function parseSettings(env: Record<string, string | undefined>): Settings {
  const given = withoutEmpty(env)
  const parsed = environment.safeParse(given)
  const problems = [...(parsed.error?.issues.map(told) ?? []), ...missingSignInVariables(env), ...complainOfMail(given)]
  if (!parsed.success || problems.length > 0) throw new BadEnvironment(problems)
  const values = parsed.data
  const address = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`
  return {
    databaseUrl: values.DATABASE_URL ?? null,
    databasePublicUrl: values.DATABASE_PUBLIC_URL ?? null,
    publicUrl: new URL(address),
    port: values.PORT,
    host: values.CURTAIN_HOST,
    roles: values.CURTAIN_ROLES,
    dataDir: values.CURTAIN_DATA_DIR,
    secretKey: values.CURTAIN_SECRET_KEY,
    previousSecretKeys: values.CURTAIN_PREVIOUS_SECRET_KEYS,
    apiToken: values.CURTAIN_API_TOKEN,
    allowPrivateHosts: values.CURTAIN_ALLOW_PRIVATE_HOSTS,
    proxyHops: values.CURTAIN_PROXY_HOPS,
    mail: readMailSettings(given, address),
    hooks: hookSettingsOf(values),
    signIn: signInSettingsOf(values),
    demo: tellsStory(given) ? "told" : "not told",
    logLevel: values.LOG_LEVEL,
  }
}

/** Somebody who tries Curtain gets a story; an operator with a database of their own, only if that is what they want. */
function tellsStory({ CURTAIN_DEMO, DATABASE_URL, NODE_ENV, MAIL_TRANSPORT = "capture" }: Record<string, string>): boolean {
  if (MAIL_TRANSPORT !== "capture") return false // nobody is mailed for the sake of a story
  return CURTAIN_DEMO === undefined ? DATABASE_URL === undefined && NODE_ENV !== "production" : CURTAIN_DEMO === "1"
}

/** A secret for one purpose: what leaks in one place opens nothing in another. */
export function secretFor(settings: Pick<Settings, "secretKey">, purpose: string): string {
  return createHmac("sha256", settings.secretKey).update(purpose).digest("base64url")
}

/** `DATABASE_URL=` in a file of variables means "not set". */
function withoutEmpty(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ""))
}

function told({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `${path.join(".")} ${message.startsWith("Invalid input: expected string, received undefined") ? "is not set" : message}`
}
