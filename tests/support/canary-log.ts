import { inspect } from "node:util"
import type { Log } from "#lib/kernel/log.ts"

export type KeptLog = Log & { lines: string[]; errors: string[] }

/** A log that keeps every line, with all that is in it. */
export function openKeptLog(): KeptLog {
  const [lines, errors]: [string[], string[]] = [[], []]
  const keep = (...parts: unknown[]) => void lines.push(inspect(parts, { depth: 8, breakLength: Number.POSITIVE_INFINITY }))
  const keepError = (...parts: unknown[]) => {
    keep(...parts)
    errors.push(lines.at(-1) ?? "")
  }
  const log: KeptLog = { lines, errors, debug: keep, info: keep, warn: keep, error: keepError, child: () => log }
  return log
}
