import { BadEnvironment } from "../kernel/settings.ts"
import { guardProcess } from "./guard-process.ts"
import { type Portal, type StartOptions, startPortal } from "./start-portal.ts"

/** Starts a portal as this process and stays until a signal ends it. What a person can mend is told in words, without a stack. */
export async function runPortal(options: StartOptions & { greet(portal: Portal, env: StartOptions["env"]): string[] }): Promise<void> {
  guardProcess(options.env.LOG_LEVEL)
  try {
    const portal = await startPortal(options)
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop(portal, options))
    for (const line of options.greet(portal, options.env)) options.report(line)
  } catch (error) {
    options.report(isForPeople(error) ? error.message : String(error instanceof Error ? error.stack : error))
    process.exitCode = 1
  }
}

async function stop(portal: Portal, { report }: StartOptions): Promise<void> {
  report("Stopping: work in hand is finished first.")
  await portal.stop()
  process.exit(0)
}

function isForPeople(error: unknown): error is Error {
  return error instanceof BadEnvironment || (error instanceof Error && PEOPLE_CAN_MEND.has(error.name))
}

const PEOPLE_CAN_MEND = new Set(["DatabaseSetupError", "EmbeddedPostgresError", "PortTaken", "BuildFailed"])
