export type CheckStatus = "pass" | "warn" | "block"

export type CheckName = "changes" | "flags" | "documents" | "approval" | "links" | "email" | "sender" | "audience"

export type ReadinessCheck = {
  check: CheckName
  status: CheckStatus
  evidence: string
  /** It blocks because a flag service does not answer for the moment: looking again may find it passed. */
  transient?: true
}

export function pass(check: CheckName, evidence: string): ReadinessCheck {
  return { check, status: "pass", evidence }
}

export function warn(check: CheckName, evidence: string): ReadinessCheck {
  return { check, status: "warn", evidence }
}

export function block(check: CheckName, evidence: string): ReadinessCheck {
  return { check, status: "block", evidence }
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}

/** Names the first few: evidence is read by people. */
export function list(names: string[]): string {
  const shown = names.slice(0, 5)
  return names.length > shown.length ? `${shown.join(", ")} and ${names.length - shown.length} more` : shown.join(", ")
}
