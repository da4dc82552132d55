import { sql } from "drizzle-orm"
import type { Queryable } from "#db/transaction.ts"
import { recordMailEvent } from "#lib/delivery/record-mail-event.ts"
import { readResendEvent } from "#lib/delivery/resend-event.ts"
import { sendMail } from "#lib/delivery/send-mail.ts"
import { SENDING_TERMS, type SendingTerms } from "#lib/delivery/sender.ts"
import type { Mailer } from "#lib/mail/mailer.ts"
import { guardProcess } from "#lib/portal/guard-process.ts"
import { openRuntime, readSettings } from "#lib/runtime.ts"
import { bindings } from "#lib/worker.ts"
import { printSeam, type Seam, withSeams } from "#tests/support/seams.ts"

// A process of its own that sends mail until it is killed, in the terms it is given: those of a portal would make every kill cost 15 s.
// "work" takes jobs as well and dies at the seam it is told; "tell" takes in one event of the provider's and ends.

export type MailProcess = {
  task: "send" | "work" | "tell"
  terms?: Partial<SendingTerms>
  crashAt?: string
  event?: { id: string; body: unknown }
}

guardProcess("error")
const { task, terms, crashAt, event }: MailProcess = JSON.parse(process.argv[2] ?? "{}")
const { TEST_PUBLIC_URL: publicUrl = "", DATABASE_URL: url = "" } = process.env
const runtime = await openRuntime(readSettings(process.env), { url, publicUrl, publicRole: "curtain_public" })

const die = (seam: Seam) => {
  process.stdout.write(`seam ${printSeam(seam)}\n`)
  if (printSeam(seam) === crashAt) process.kill(process.pid, "SIGKILL")
}

/** Of all workers together, so that the one that comes after a kill goes on counting and does not die of it again. */
async function nextOf(sequence: "seam_commits" | "seam_calls", db: Queryable = runtime.db): Promise<number> {
  const [row] = await db.execute<{ nextval: string }>(sql`select nextval(${sequence})`)
  return Number(row?.nextval)
}

function withCallSeams(mailer: Mailer): Mailer {
  return {
    ...mailer,
    sendBatch: async (mails, options) => {
      const number = await nextOf("seam_calls")
      die({ at: "call", number, side: "before" })
      const answer = await mailer.sendBatch(mails, options)
      die({ at: "call", number, side: "after" })
      return answer
    },
  }
}

const isWatched = task !== "send"
const db = isWatched ? withSeams(runtime.db, die, (tx) => nextOf("seam_commits", tx)) : runtime.db
const deps = { ...runtime, db, mailer: isWatched ? withCallSeams(runtime.mailer) : runtime.mailer }

if (task === "tell") {
  const read = readResendEvent(event?.body)
  if (!event || !read) throw new Error("there is an event to tell")
  await recordMailEvent(deps, { id: event.id, event: read })
  await runtime.close()
} else {
  const sending = sendMail({ ...deps, terms: { ...SENDING_TERMS, ...terms } })
  process.once("SIGTERM", () => void sending.stop().then(() => process.exit(0)))
  if (task === "work") await runtime.queue.work(bindings(deps))
  process.stdout.write("working\n")
}
