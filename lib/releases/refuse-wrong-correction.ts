import { eq } from "drizzle-orm"
import { deliveryPlans } from "#db/schema/deliveries.ts"
import { launches } from "#db/schema/launches.ts"
import type { Transaction } from "#db/transaction.ts"
import { Invalid } from "../kernel/errors.ts"
import type { LaunchId } from "../kernel/ids.ts"
import type { ReleaseMail } from "./release.ts"

/** Throws where there is nothing to correct: the launch mailed nobody, or what it told still holds. */
export async function refuseWrongCorrection(tx: Transaction, { mail, corrects }: { mail: ReleaseMail; corrects: LaunchId }): Promise<void> {
  if (mail !== "send") throw new Invalid([{ path: "mail", message: "must be send: a correction is a mail and nothing else" }])
  const [launch] = await tx
    .select({ recalledRevision: launches.recalledRevision, plan: deliveryPlans.launchId })
    .from(launches)
    .leftJoin(deliveryPlans, eq(deliveryPlans.launchId, launches.id))
    .where(eq(launches.id, corrects))
  const message = complainOf(launch)
  if (message !== null) throw new Invalid([{ path: "corrects", message }])
}

function complainOf(launch: { recalledRevision: number | null; plan: LaunchId | null } | undefined): string | null {
  if (launch === undefined) return "There is no such launch."
  if (launch.plan === null) return "This launch was not mailed: there is nothing to correct."
  return launch.recalledRevision === null ? "This launch was not recalled: what it told its readers still holds." : null
}
