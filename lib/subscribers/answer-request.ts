import { RetryLater } from "../jobs/run-job.ts"
import type { Mail, MailAnswer } from "../mail/mailer.ts"
import type { Runtime } from "../runtime.ts"
import { type Decided, decideRequest } from "./decide-request.ts"
import type { AnswerRequest } from "./jobs.ts"
import { moveRequest } from "./move-request.ts"
import { renderConfirmation } from "./render-confirmation.ts"

type Deps = Pick<Runtime, "db" | "settings" | "mailer" | "log">

/** Below the time after which a job is taken for lost: the call is over before anybody else can make it. */
const TIMEOUT_MS = 8000

/**
 * What is mailed is decided and committed, then mailed, then noted. A process that dies in between leaves `sending`: where the
 * transport knows a call again, it is made again; where it does not, the mail may be there already and is not sent a second time.
 */
export async function answerRequest(deps: Deps, { requestId }: AnswerRequest): Promise<void> {
  const decided = await deps.db.transaction((tx) => decideRequest(tx, requestId, deps.mailer))
  if (decided === null) return
  const outcome = await send(deps, decided)
  const next = afterSending(outcome, deps.mailer.keepsKeys)
  if (next.state !== "sending") await deps.db.transaction((tx) => moveRequest(tx, { id: requestId, from: "sending", to: next.state }))
  if (next.because === null) return
  deps.log.warn({ requestId, reason: next.because }, "a mail about a subscription did not go out")
  if (next.state === "sending" || next.state === "received") throw new RetryLater(next.because)
}

type Outcome = MailAnswer | { is: "unsure"; reason: string }

async function send({ db, settings, mailer }: Deps, decided: Decided): Promise<Outcome> {
  const mail: Mail = await renderConfirmation({ db, settings }, decided)
  const answer = await mailer.sendBatch([mail], { key: `subscription/${decided.id}`, timeoutMs: TIMEOUT_MS })
  switch (answer.is) {
    case "answered":
      return answer.answers[0] ?? { is: "unknown", reason: "The transport did not answer for the mail." }
    case "unsure":
      return answer
    case "refused":
      return { is: "refused", reason: answer.reason, lasting: "this message" }
    case "again":
    case "blocked":
      return { is: "refused", reason: answer.reason, lasting: "for now" }
  }
}

/** `sending` with a reason: the same call again. `received`: it is certain that nothing went out, so all of it again. */
function afterSending(
  outcome: Outcome,
  keepsKeys: boolean,
): { state: "sending" | "received" | "done" | "dropped"; because: string | null } {
  if (outcome.is === "accepted" || outcome.is === "unknown") return { state: "done", because: null }
  if (outcome.is === "unsure") return keepsKeys ? { state: "sending", because: outcome.reason } : { state: "done", because: null }
  if (outcome.lasting !== "for now") return { state: "dropped", because: outcome.reason }
  return { state: keepsKeys ? "sending" : "received", because: outcome.reason }
}
