import { createPrivateKey } from "node:crypto"
import { parseMailbox } from "./mail-address.ts"

export type DkimSettings = { domain: string; selector: string; privateKey: string }

export type MailSettings = {
  transport: "capture" | "smtp" | "resend"
  /** `Name <address>` or an address: who mail comes from. */
  from: string
  replyTo: string | null
  smtpUrl: string | null
  /** Where the relay signs, ours stays out of it. */
  dkim: DkimSettings | null
  resendApiKey: string | null
  resendBaseUrl: string | null
  /** What events from Resend are signed with: two while one is replaced by the other. */
  resendWebhookSecrets: readonly string[]
  /** Elsewhere a real transport is worth a word in the log: the addresses of a copied database belong to people. */
  isProduction: boolean
}

type Environment = Readonly<Record<string, string>>

const TRANSPORTS = ["capture", "smtp", "resend"] as const
const DKIM = ["SMTP_DKIM_DOMAIN", "SMTP_DKIM_SELECTOR", "SMTP_DKIM_PRIVATE_KEY"] as const

/** Everything that is wrong with how mail shall leave, whatever else is wrong with the environment. */
export function complainOfMail(env: Environment): string[] {
  const transport = env.MAIL_TRANSPORT ?? "capture"
  if (!isTransport(transport)) return ["MAIL_TRANSPORT must be capture, smtp or resend"]
  return [...missingFor(transport, env), ...complainOfForm(env), ...complainOfDkim(env), ...complainOfCapture(transport, env)]
}

/** For an environment of which `complainOfMail` said nothing. */
export function readMailSettings(env: Environment, portalAddress: string): MailSettings {
  const transport = env.MAIL_TRANSPORT ?? "capture"
  return {
    transport: isTransport(transport) ? transport : "capture",
    from: env.MAIL_FROM ?? `releases@${new URL(portalAddress).hostname}`,
    replyTo: env.MAIL_REPLY_TO ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    dkim: readDkim(env),
    resendApiKey: env.RESEND_API_KEY ?? null,
    resendBaseUrl: env.RESEND_BASE_URL ?? null,
    isProduction: env.NODE_ENV === "production",
    resendWebhookSecrets: webhookSecrets(env),
  }
}

function webhookSecrets(env: Environment): string[] {
  return (env.RESEND_WEBHOOK_SECRET ?? "")
    .split(",")
    .map((secret) => secret.trim())
    .filter(Boolean)
}

function isTransport(text: string): text is MailSettings["transport"] {
  return TRANSPORTS.some((transport) => transport === text)
}

const NEEDED: Record<MailSettings["transport"], string[]> = {
  capture: [],
  smtp: ["MAIL_FROM", "SMTP_URL"],
  resend: ["MAIL_FROM", "RESEND_API_KEY"],
}

function missingFor(transport: MailSettings["transport"], env: Environment): string[] {
  return NEEDED[transport]
    .filter((name) => env[name] === undefined)
    .map((name) => `${name} is not set, and MAIL_TRANSPORT=${transport} needs it`)
}

function complainOfForm(env: Environment): string[] {
  const mailboxes = ["MAIL_FROM", "MAIL_REPLY_TO"].filter((name) => env[name] !== undefined && parseMailbox(env[name]) === null)
  return [
    ...mailboxes.map((name) => `${name} must be an address, or a name with one like Acme <news@acme.example>`),
    ...(isAddress(env.SMTP_URL, /^smtps?:$/) ? [] : ["SMTP_URL must be an address like smtps://user:password@smtp.example.com"]),
    ...(webhookSecrets(env).every((secret) => /^whsec_[\w+/]{16,}={0,2}$/.test(secret))
      ? []
      : [
          "RESEND_WEBHOOK_SECRET must be the signing secret that Resend shows, whsec_…; two with a comma between them while it is replaced",
        ]),
    ...(isAddress(env.RESEND_BASE_URL, /^https?:$/) ? [] : ["RESEND_BASE_URL must be an address like https://api.resend.com"]),
  ]
}

function isAddress(text: string | undefined, protocol: RegExp): boolean {
  return text === undefined || (URL.canParse(text) && protocol.test(new URL(text).protocol) && new URL(text).hostname !== "")
}

function complainOfDkim(env: Environment): string[] {
  const missing = DKIM.filter((name) => env[name] === undefined)
  if (missing.length === DKIM.length) return []
  if (missing.length > 0) return missing.map((name) => `${name} is not set: signing needs ${DKIM.join(", ")}`)
  return isPrivateKey(env.SMTP_DKIM_PRIVATE_KEY ?? "") ? [] : ["SMTP_DKIM_PRIVATE_KEY must be an RSA key of 1024 bits or more, in PEM"]
}

/** A file of variables holds a key on one line, with \n between its own. */
function pemOf(text: string): string {
  return text.replaceAll("\\n", "\n")
}

function isPrivateKey(text: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pemOf(text))
    return asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) >= 1024
  } catch {
    return false
  }
}

function readDkim(env: Environment): DkimSettings | null {
  const [domain, selector, privateKey] = DKIM.map((name) => env[name])
  return domain && selector && privateKey ? { domain, selector, privateKey: pemOf(privateKey) } : null
}

/** A portal that people rely on must not swallow its mail because a variable was forgotten. */
function complainOfCapture(transport: MailSettings["transport"], env: Environment): string[] {
  if (transport !== "capture" || env.NODE_ENV !== "production" || !env.DATABASE_URL || env.CURTAIN_ALLOW_CAPTURE === "1") return []
  return ["MAIL_TRANSPORT is not set or capture, so nobody would get mail; CURTAIN_ALLOW_CAPTURE=1 says that this is meant"]
}
