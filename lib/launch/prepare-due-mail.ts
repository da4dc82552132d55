import { listReleasesToMail } from "../releases/queries.ts"
import type { Runtime } from "../runtime.ts"
import { prepareMail } from "./prepare-mail.ts"

/** Longer than a round takes to come, so that none is missed. */
const AHEAD = Temporal.Duration.from({ seconds: 60 })

/** A launch is promised within a second of its time: its mail is rendered in the minute before, by every worker that may begin it. */
export async function prepareDueMail(deps: Pick<Runtime, "db" | "settings">): Promise<void> {
  for (const releaseId of await listReleasesToMail(deps.db, AHEAD)) await prepareMail(deps, releaseId)
}
