import { counted } from "#components/release/count.ts"
import type { FormState } from "#components/ui/form-state.ts"
import type { ChainReport } from "#lib/audit/verify-chain.ts"

/** What a walk along the chain found, and what it means. */
export function verdictOn({ entries, unsealed, firstBroken }: ChainReport): FormState {
  const sealed = counted(entries, "sealed line", "sealed lines")
  if (firstBroken !== undefined) {
    const { sequence, recordId, because } = firstBroken
    const place = sequence === null ? `at the line ${recordId}` : `at link ${sequence}, the line ${recordId}`
    const message = `The log is broken ${place}: ${because}. ${sealed} before it ${entries === 1 ? "is" : "are"} as they were written. Somebody changed the database past this portal: compare with a backup or an export.`
    return { is: "refused", message, complaints: [] }
  }
  const waiting =
    unsealed === 0
      ? "None is waiting for its seal."
      : `${counted(unsealed, "line waits", "lines wait")} for the seal; each is whole by its own hash, and a worker seals it within seconds.`
  const whole = entries === 0 ? "no line is sealed yet" : `${sealed}, each as it was written and in its place`
  return { is: "done", message: `Verified: ${whole}. ${waiting}` }
}
