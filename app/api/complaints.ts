import type { z } from "zod"
import type { Complaint } from "#lib/kernel/errors.ts"

type Issue = z.ZodError["issues"][number]

/** An answer to people, not a copy of what was sent. */
const MOST_COMPLAINTS = 100

/** One complaint per field, `commits.0.sha`, with each unknown field as one of its own. */
export function complaintsOf(error: z.ZodError): Complaint[] {
  return error.issues.slice(0, MOST_COMPLAINTS).flatMap(complaintsOfIssue).slice(0, MOST_COMPLAINTS)
}

function complaintsOfIssue(issue: Issue): Complaint[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: "is not a known field" }))
  }
  return [{ path: pathOf(issue.path), message: isMissing(issue) ? "is required" : issue.message }]
}

function isMissing(issue: Issue): boolean {
  return issue.message.startsWith("Invalid") && issue.message.endsWith("received undefined")
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join(".")
}
