import { listen, openPublicDatabase } from "#db/client.ts"
import { publicRevision } from "#db/schema/public-views.ts"
import type { Log } from "../kernel/log.ts"
import { monotonicMs } from "../kernel/stopwatch.ts"
import { TookTooLong, withinMs } from "../kernel/within.ts"

export type Confirmation = { is: "confirmed"; revision: number } | { is: "unconfirmed" }

export type RevisionWatch = {
  /** The site revision, or that it could not be confirmed lately: then nothing may be said to visitors. */
  current(): Confirmation
  close(): Promise<void>
}

const ASK_EVERY_MS = 250
/** A connection that hangs is given up after this and another one made: time for two tries before a confirmation is too old. */
const PATIENCE_MS = 700
/** A recall must not be undone by a process that is cut off. The views forget withdrawn rows after 5 s: this stays well below. */
const CONFIRMED_FOR_MS = 2000

/** How long a start waits for a database that is slow to answer; after it, visitors are answered 503 until it does. */
const FIRST_ANSWER_MS = 10_000

type Knowledge = { revision: number; confirmedAtMs: number; wasConfirmed: boolean }

/**
 * Knows the site revision by listening for it and by asking four times a second, on connections of its own, so that
 * neither a busy pool nor a connection that hangs goes unnoticed.
 */
export async function watchRevision(deps: { publicUrl: string; log: Log }): Promise<RevisionWatch> {
  const known: Knowledge = { revision: 0, confirmedAtMs: Number.NEGATIVE_INFINITY, wasConfirmed: true }
  const question = openQuestion(deps.publicUrl, known)
  const ask = async () => {
    await question.ask()
    tellOfChange(known, deps.log)
  }
  const stopListening = await listen({ url: deps.publicUrl, channel: "site_revision", heard: () => void ask() })
  const giveUpAtMs = monotonicMs() + FIRST_ANSWER_MS
  while (confirmationOf(known).is === "unconfirmed" && monotonicMs() < giveUpAtMs) await ask()
  const timer = setInterval(ask, ASK_EVERY_MS)
  return {
    current: () => confirmationOf(known),
    close: async () => {
      clearInterval(timer)
      await Promise.all([stopListening(), question.close()])
    },
  }
}

/** One question is on its way at a time; who asks meanwhile gets the answer to one that was asked after it. */
function openQuestion(publicUrl: string, known: Knowledge) {
  let connection = connect(publicUrl)
  let underWay: Promise<void> | null = null
  let next: Promise<void> | null = null
  return { ask, close: () => connection.close() }

  function ask(): Promise<void> {
    if (underWay === null) return begin()
    next ??= underWay.then(begin)
    return next
  }

  async function begin(): Promise<void> {
    next = null
    underWay = askOnce()
    await underWay
    underWay = null
  }

  async function askOnce(): Promise<void> {
    const askedAtMs = monotonicMs()
    const answer = connection.db.select().from(publicRevision).execute()
    // An answer that comes after the patience is over is an answer still, about the time it was asked at.
    const learnt = answer.then(([row]) => row && learn(known, row.revision, askedAtMs))
    try {
      await withinMs(PATIENCE_MS, learnt)
    } catch (error) {
      // Whatever it was, the confirmation grows old, and visitors are told so. Only what hangs needs a new connection.
      if (error instanceof TookTooLong) replaceConnection()
    }
  }

  function replaceConnection(): void {
    const hanging = connection
    connection = connect(publicUrl)
    hanging.close().catch(() => {})
  }
}

function connect(url: string) {
  return openPublicDatabase({ url, max: 1 })
}

/** A number below the known one means another database, or an older copy of this one: that confirms nothing. */
function learn(known: Knowledge, revision: number, askedAtMs: number): void {
  if (revision < known.revision) return
  known.revision = revision
  known.confirmedAtMs = askedAtMs
}

function confirmationOf({ revision, confirmedAtMs }: Knowledge): Confirmation {
  return monotonicMs() - confirmedAtMs <= CONFIRMED_FOR_MS ? { is: "confirmed", revision } : { is: "unconfirmed" }
}

function tellOfChange(known: Knowledge, log: Log): void {
  const isConfirmed = confirmationOf(known).is === "confirmed"
  if (isConfirmed === known.wasConfirmed) return
  known.wasConfirmed = isConfirmed
  if (isConfirmed) log.info({ revision: known.revision }, "the site revision is confirmed again: visitors are served")
  else log.warn({ revision: known.revision }, "the site revision cannot be confirmed: visitors are answered 503")
}
