import { eq } from "drizzle-orm"
import { expect, test } from "vitest"
import { subscriptionRequests } from "#db/schema/subscribers.ts"
import { answerRequest } from "#lib/subscribers/answer-request.ts"
import { requestSubscriptionInput } from "#lib/subscribers/input.ts"
import { requestSubscription } from "#lib/subscribers/request-subscription.ts"
import { startFakeResend } from "#tests/support/fake-resend.ts"
import { startSmtpSink } from "#tests/support/smtp-sink.ts"
import { openWorld, type World } from "#tests/support/world.ts"

async function subscribe(world: World, email: string): Promise<void> {
  await requestSubscription(world, requestSubscriptionInput.parse({ email }), "a client")
  const [request] = await world.db.select().from(subscriptionRequests).where(eq(subscriptionRequests.email, email))
  if (request === undefined) throw new Error("no request was written")
  await answerRequest(world, { requestId: request.id })
}

test("another MAIL_TRANSPORT is all it takes for the same mail to go another way", async () => {
  const [resend, smtp] = [await startFakeResend(), await startSmtpSink()]
  const from = { MAIL_FROM: "Acme <news@acme.example>", MAIL_REPLY_TO: "help@acme.example" }
  const ways: [Record<string, string>, () => Promise<string>][] = [
    [{ MAIL_TRANSPORT: "smtp", SMTP_URL: smtp.url }, async () => (await smtp.parsed(-1)).subject ?? ""],
    [
      { MAIL_TRANSPORT: "resend", RESEND_API_KEY: resend.apiKey, RESEND_BASE_URL: resend.url },
      async () => resend.mails.at(-1)?.subject ?? "",
    ],
  ]
  for (const [env, subject] of ways) {
    const world = await openWorld({ ...from, ...env })
    expect(world.mailer.transport).toBe(env.MAIL_TRANSPORT)
    await subscribe(world, "ada@acme.example")
    expect(await subject()).toBe("Confirm that you want news of Acme")
    await world.close()
  }
  await Promise.all([resend.stop(), smtp.stop()])
})
