import { sql } from "drizzle-orm"
import type { Runtime } from "../runtime.ts"

/** Resend tells an event again for ten hours, and a person may have it told again later; after that its id is of no use to anybody. */
export async function forgetOldEvents(deps: Pick<Runtime, "db">): Promise<void> {
  await deps.db.execute(sql`delete from mail_events where received_at < now() - interval '90 days'`)
}
