import { isDriverSlip } from "#db/survive-loss.ts"
import { openLog } from "../kernel/log.ts"

/** What nobody caught ends the process, as it should, but for the one slip of the database's driver that is known to be harmless. */
export function guardProcess(logLevel: string | undefined): void {
  const log = openLog(logLevel ?? "info")
  process.on("uncaughtException", (error) => {
    if (isDriverSlip(error)) return log.warn({ err: error }, "a database connection was lost in the middle of a transaction")
    log.error({ err: error }, "nobody caught this, so the process ends")
    process.exit(1)
  })
}
