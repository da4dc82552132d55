import type { BatchAnswer, Mail, Mailer, SendOptions } from "#lib/mail/mailer.ts"

type Call = { key: string; addresses: string[]; bytes: string }

export type SendingMailer = Mailer & {
  calls: Call[]
  /** How often each address was mailed. */
  perRecipient: Map<string, number>
  /** What it does with the next calls instead of accepting them. */
  answersNext: ((mails: readonly Mail[]) => BatchAnswer | Promise<BatchAnswer>)[]
}

/**
 * The port with a provider behind it that remembers keys, as far as sending meets it: what is accepted under a key is accepted once,
 * and another body under it is nobody's business any more.
 */
export function sendingMailer(how: Partial<Pick<Mailer, "transport" | "keepsKeys" | "batchSize">> = {}): SendingMailer {
  const mailer: SendingMailer = {
    ...{ transport: "capture", keepsKeys: true, batchSize: 100, ...how },
    ...{ calls: [], perRecipient: new Map(), answersNext: [] },
    sendBatch,
    close: async () => {},
  }
  const kept = new Map<string, { bytes: string; answer: BatchAnswer }>()
  return mailer

  async function sendBatch(mails: readonly Mail[], { key }: SendOptions): Promise<BatchAnswer> {
    const bytes = JSON.stringify(mails)
    mailer.calls.push({ key, addresses: mails.map(({ to }) => to.address), bytes })
    const next = mailer.answersNext.shift()
    return next ? next(mails) : accept(mails, key, bytes)
  }

  function accept(mails: readonly Mail[], key: string, bytes: string): BatchAnswer {
    const before = mailer.keepsKeys ? kept.get(key) : undefined
    if (before)
      return before.bytes === bytes
        ? before.answer
        : { is: "answered", answers: mails.map(() => ({ is: "unknown", reason: "other bytes" })) }
    for (const { to } of mails) mailer.perRecipient.set(to.address, (mailer.perRecipient.get(to.address) ?? 0) + 1)
    const answer: BatchAnswer = { is: "answered", answers: mails.map((_, place) => ({ is: "accepted", providerId: `${key}/${place}` })) }
    kept.set(key, { bytes, answer })
    return answer
  }
}

/** Accepts, and the answer is lost on the way. */
export function acceptedUnseen(mailer: SendingMailer): SendingMailer["answersNext"][number] {
  return async (mails) => {
    const call = mailer.calls.at(-1)
    await mailer.sendBatch(mails, { key: call?.key ?? "", timeoutMs: 1000 })
    mailer.calls.pop()
    return { is: "unsure", reason: "no answer" }
  }
}
