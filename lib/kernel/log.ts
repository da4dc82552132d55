import { type Logger, pino } from "pino"

export type Log = Pick<Logger, "info" | "warn" | "error" | "debug"> & { child(fields: Record<string, unknown>): Log }

/** ERROR means that a person must act; what heals itself is WARN. One line of JSON each, secrets cut out. */
export function openLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: () => `,"time":"${Temporal.Now.instant().toString({ smallestUnit: "millisecond" })}"`,
    redact: { paths: ["token", "password", "authorization", "*.token", "*.password", "*.authorization"], censor: "[cut]" },
  })
}
