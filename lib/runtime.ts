import { type Connection, openDatabase, openPublicDatabase } from "#db/client.ts"
import { prepareDatabase } from "#db/prepare-database.ts"
import { ensurePublicRole } from "#db/public-role.ts"
import type { Database, PublicDatabase } from "#db/transaction.ts"
import { materialiseAudienceJob, reportMailJob } from "./delivery/jobs.ts"
import type { ConnectedFlags } from "./flags/connected-flags.ts"
import type { FlagLook } from "./flags/flag-look.ts"
import { openConnectedFlags } from "./flags/open-connected-flags.ts"
import { unleashProvider } from "./flags/providers/unleash.ts"
import type { CodeHost } from "./hooks/code-host.ts"
import { askCodeHostJob, processHookJob } from "./hooks/jobs.ts"
import { githubCodeHost } from "./hooks/providers/github.ts"
import { openQueue, type Queue } from "./jobs/queue.ts"
import { type Clock, systemClock } from "./kernel/clock.ts"
import { type Log, openLog } from "./kernel/log.ts"
import { type Mailbox, parseMailbox } from "./kernel/mail-address.ts"
import { parseSettings, type Settings, secretFor } from "./kernel/settings.ts"
import { unreachable } from "./kernel/unreachable.ts"
import { advanceLaunchJob } from "./launch/jobs.ts"
import type { MailComposer, Mailer } from "./mail/mailer.ts"
import { captureMailer } from "./mail/providers/capture.ts"
import { resendMailer } from "./mail/providers/resend.ts"
import { mimeComposer, smtpMailer } from "./mail/providers/smtp.ts"
import { openOutbound } from "./outbound/open-outbound.ts"
import type { GuardedOutbound } from "./outbound/outbound.ts"
import { type RevisionWatch, watchRevision } from "./site/watch-revision.ts"
import { answerRequestJob } from "./subscribers/jobs.ts"

/** Everything a command may need; each takes the smallest part of it. Put together here and nowhere else. */
export type Runtime = {
  settings: Settings
  log: Log
  clock: Clock
  db: Database
  publicDb: PublicDatabase
  /** Flags of other systems. */
  flags: ConnectedFlags & FlagLook
  /** The one door to addresses that were entered in the portal. */
  outbound: GuardedOutbound
  /** Where repositories can be asked about; null without a token for it. */
  codeHost: CodeHost | null
  /** The one door by which mail leaves. */
  mailer: Mailer
  /** What a mail looks like on the wire, for whoever wants to see it. */
  composeMail: MailComposer
  queue: Queue
  revision: RevisionWatch
}

export type OpenRuntime = Runtime & { close(): Promise<void> }

/** Where the two roles connect; an embedded server's are known, an external one's are in the settings. */
export type DatabaseAddresses = { url: string; publicUrl: string; publicRole: string }

/** Every job there is: each has a queue of its own. */
export const JOBS = [advanceLaunchJob, materialiseAudienceJob, reportMailJob, answerRequestJob, processHookJob, askCodeHostJob]

/** The queue's, the two pools' and the listener's connections stay far below the 100 that PostgreSQL allows by default. */
const CONNECTIONS = { all: 10, public: 6 }

export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  return parseSettings(env)
}

/** An external database: its restricted role is made if we may, or checked. */
export async function findDatabase(settings: Settings & { databaseUrl: string }): Promise<DatabaseAddresses> {
  const { publicUrl, role } = await ensurePublicRole({
    url: settings.databaseUrl,
    password: secretFor(settings, "public database role"),
    ...(settings.databasePublicUrl === null ? {} : { publicUrl: settings.databasePublicUrl }),
  })
  return { url: settings.databaseUrl, publicUrl, publicRole: role }
}

export async function openRuntime(settings: Settings, addresses: DatabaseAddresses): Promise<OpenRuntime> {
  const log = openLog(settings.logLevel)
  await prepareDatabase({ url: addresses.url, publicRole: addresses.publicRole })
  const queue = await openQueue({ url: addresses.url, jobs: JOBS, log, supervises: settings.roles.includes("worker") })
  const all = openDatabase({ url: addresses.url, max: CONNECTIONS.all, insertJob: queue.insertJob })
  const released = openPublicDatabase({ url: addresses.publicUrl, max: CONNECTIONS.public })
  const outbound = openOutbound({ allowPrivateHosts: settings.allowPrivateHosts, log })
  const mailer = openMailer(settings, { db: all.db, log })
  const revision = await watchRevision({ publicUrl: addresses.publicUrl, log })
  return {
    settings,
    log,
    clock: systemClock,
    db: all.db,
    publicDb: released.db,
    outbound,
    codeHost: openCodeHost(settings, outbound),
    flags: openConnectedFlags({ db: all.db, settings, providers: { unleash: unleashProvider(outbound) }, log }),
    mailer,
    composeMail: mimeComposer(senderOf(settings)),
    queue,
    revision,
    close: () => closeInOrder(revision, queue, [mailer, all, released]),
  }
}

/** By `MAIL_TRANSPORT`, whose settings were checked when they were read. */
function openMailer({ mail, publicUrl }: Settings, { db, log }: Pick<Runtime, "db" | "log">): Mailer {
  if (mail.transport !== "capture" && (!mail.isProduction || isLoopback(publicUrl))) {
    log.warn({ transport: mail.transport, publicUrl: publicUrl.origin }, "this is not production, and mail leaves for real people")
  }
  switch (mail.transport) {
    case "capture":
      return captureMailer({ db, from: mail.from })
    case "smtp":
      return smtpMailer({ ...senderOf({ mail }), url: mail.smtpUrl ?? "", dkim: mail.dkim })
    case "resend":
      return resendMailer({ ...senderOf({ mail }), apiKey: mail.resendApiKey ?? "", baseUrl: mail.resendBaseUrl })
    default:
      return unreachable(mail.transport)
  }
}

function senderOf({ mail }: Pick<Settings, "mail">): { from: Mailbox; replyTo: Mailbox | null } {
  return { from: mailboxOf(mail.from), replyTo: mail.replyTo === null ? null : mailboxOf(mail.replyTo) }
}

function mailboxOf(text: string): Mailbox {
  return parseMailbox(text) ?? { name: null, address: text }
}

function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|127\.[\d.]+|\[::1\]|.*\.localhost)$/.test(hostname)
}

function openCodeHost({ hooks: { githubToken: token, githubApiUrl: apiUrl } }: Settings, outbound: GuardedOutbound): CodeHost | null {
  return token === null ? null : githubCodeHost({ outbound, token, apiUrl, clock: systemClock })
}

/** Jobs in hand end before their connections go. */
async function closeInOrder(revision: RevisionWatch, queue: Queue, connections: Pick<Connection<unknown>, "close">[]): Promise<void> {
  await queue.stop()
  await revision.close()
  for (const connection of connections) await connection.close()
}

// Next bundles lib/ a second time, so a module's own variable would not be shared with the server around it.
const SHARED = Symbol.for("curtain.runtime")
type Shared = { [SHARED]?: Runtime }

export function shareRuntime(runtime: Runtime): void {
  ;(globalThis as Shared)[SHARED] = runtime
}

export function sharedRuntime(): Runtime | null {
  return (globalThis as Shared)[SHARED] ?? null
}
