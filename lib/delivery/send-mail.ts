import { type Loop, repeat } from "../jobs/repeat.ts"
import { LostRace } from "../jobs/run-job.ts"
import { sendBatch } from "./send-batch.ts"
import type { Sender } from "./sender.ts"

/** Sends what is due, in several lanes, until it is stopped: then no lane takes another batch, and those in hand are ended. */
export function sendMail(deps: Sender): Loop {
  const state = { isStopped: false }
  const every = Temporal.Duration.from({ milliseconds: deps.terms.pollMs })
  const round = async () => {
    while (!state.isStopped && (await sendOne(deps)));
  }
  const lanes = Array.from({ length: deps.terms.lanes }, () => repeat(deps.log, "send-mail", every, round))
  return {
    stop: async () => {
      state.isStopped = true
      await Promise.all(lanes.map((lane) => lane.stop()))
    },
  }
}

/** A batch that somebody else has taken over is theirs: the next one, please. */
async function sendOne(sender: Sender): Promise<boolean> {
  try {
    return await sendBatch(sender)
  } catch (error) {
    if (!(error instanceof LostRace)) throw error
    sender.log.info({ because: error.message }, "a batch was taken over")
    return true
  }
}
