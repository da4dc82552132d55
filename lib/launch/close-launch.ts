import type { Runtime } from "../runtime.ts"
import type { Launch } from "./launch.ts"
import { moveLaunch } from "./move-launch.ts"

/** Ends a launch that owes nothing outside of our own database: no mail, no flag of another system. */
export async function closeLaunch(deps: Pick<Runtime, "db">, launch: Launch, end: "settled" | "failed" | "recalled"): Promise<void> {
  await deps.db.transaction((tx) => moveLaunch(tx, launch, end))
}
