import type { AuditAction, AuditRecord } from "#lib/audit/audit-record.ts"

type Detail = AuditRecord["detail"]

/** What was done, around the name of what it was done to: "approved" … "", "added" … "to the team". */
export type Words = { before: string; after: string }
type Telling = string | ((detail: Detail) => string | [before: string, after: string])

/** "Ada …": one sentence per action. An action that has none here is told by its own two words. */
const SENTENCES: { [Action in AuditAction]?: Telling } = {
  "story.told": "told the demo story to",
  "story.removed": "removed the demo story from",
  "deployment.recorded": ({ status, sha }) => ["recorded the deployment of", ` ${textOf(sha).slice(0, 7)} ${textOf(status)}`.trimEnd()],
  "push.recorded": "recorded a push to",
  "pull_request.recorded": "recorded the pull request",
  "hook.failed": ({ event, repository }) => `could not take in the hook ${textOf(event)} ${of(repository)}`,
  "hook.redelivered": ({ event, repository }) => `sent the hook ${textOf(event)} ${of(repository)} on its way again`,
  "change.edited": "edited the change",
  "repository.edited": "changed the settings of",
  "release.planned": "planned",
  "release.edited": "edited",
  "release.scheduled": ({ at, timeZone }) => ["scheduled", `for ${textOf(at).replace("T", " ")} ${textOf(timeZone)}`],
  "release.unscheduled": "unscheduled",
  "release.held": ({ because }) => ["held", `: ${textOf(because)}`],
  "schedule.recomputed": ["computed the time of", "again: its zone's rules changed"].join(" … "),
  "document.drafted": ({ kind }) => `drafted the ${textOf(kind)}`,
  "document.edited": "edited",
  "document.approved": "approved",
  "entries.imported": ({ entries }) => [`imported ${textOf(entries)} entries into`, ""],
  "flag.created": "created the flag",
  "flag.changed": "changed the flag",
  "launch.begun": "began to launch",
  "launch.refused": ["was refused the launch of", "which was not ready"].join(" … "),
  "launch.moved": ({ from, to }) => ["moved the launch of", `from ${state(from)} to ${state(to)}`],
  "launch.recalled": "recalled",
  "mail.moved": ({ to }) => ["moved the mail of", `to ${state(to)}`],
  "mail.written_off": "wrote off the unsent mail of",
  "mail.tested": ({ to }) => ["sent a test mail of", `to ${textOf(to)}`],
  "flip.attempted": (detail) => [`began to set ${flagOf(detail)} for`, ""],
  "flip.applied": (detail) => [`set ${flagOf(detail)} and read it back for`, ""],
  "flip.delayed": (detail) => [`had to wait with ${flagOf(detail)} for`, ""],
  "flip.refused": (detail) => [`was refused ${flagOf(detail)} for`, ""],
  "flip.restored": (detail) => [`put ${flagOf(detail)} back for`, ""],
  "flip.left_alone": (detail) => [`left ${flagOf(detail)} as it is for`, ""],
  "drift.noticed": ({ seen }) => ["noticed drift from", `: ${textOf(seen)}`],
  "drift.cleared": "saw that the drift is gone from",
  "connection.created": "connected",
  "connection.edited": ({ token }) => (token === "replaced" ? "replaced the token of" : "edited the connection"),
  "connection.removed": ({ name }) => `removed the connection ${textOf(name)}`,
  "connection.tested": ({ ok }) => ["tested the connection", ok === true ? "which works" : "which does not work"],
  "sender.edited": "edited the sender of mail",
  "token.created": "created the API token",
  "token.revoked": "revoked the API token",
  "person.invited": ({ role }) => ["invited", `as ${textOf(role)}`],
  "person.told": ({ outcome }) => ["mailed the invitation of", outcome === "sent" ? "" : textOf(outcome)],
  "person.joined": ({ role }) => ["saw", `join as ${textOf(role)}`],
  "person.signed_in": "signed in as",
  "person.signed_out": "signed out as",
  "person.link_sent": "mailed a sign-in link to",
  "person.account_linked": ({ provider }) => [`linked a ${textOf(provider)} account to`, ""],
  "person.role_changed": ({ to, after }) => ["changed the role of", textOf(to ?? after) === "" ? "" : `to ${textOf(to ?? after)}`],
  "person.removed": "removed",
  "access.edited": "changed the rules of who may sign in",
  "subscriber.added": "added the subscriber",
  "subscriber.edited": "edited the subscriber",
  "subscriber.confirmed": "saw the subscription confirmed of",
  "subscriber.ended": "ended the subscription of",
  "subscriber.erased": "erased a subscriber",
  "subscribers.imported": ({ added }) => `imported subscribers${added === undefined ? "" : `, ${textOf(added)} of them new`}`,
  "subscription.requested": "asked for a subscription",
  "address.suppressed": "stopped mail to",
  "segment.created": "created the segment",
  "topic.created": "created the topic",
}

/** Those that a filter offers. */
export const KNOWN_ACTIONS: readonly string[] = Object.keys(SENTENCES)

export function wordsOf({ action, detail }: Pick<AuditRecord, "action" | "detail">): Words {
  const telling = SENTENCES[action]
  if (telling === undefined) return { before: actionName(action), after: "" }
  const told = typeof telling === "string" ? telling : telling(detail)
  const [before = "", after = ""] = typeof told === "string" ? told.split(" … ") : told
  return { before: before.trim().replace(/\s+/g, " "), after }
}

/** `person.role_changed` as two words of the log, for a filter. */
export function actionName(action: string): string {
  return action.replace(".", ": ").replaceAll("_", " ")
}

function flagOf({ flag, environment }: Detail): string {
  return `${textOf(flag)} in ${textOf(environment)}`
}

function of(repository: unknown): string {
  return textOf(repository) === "" ? "" : `of ${textOf(repository)}`
}

function state(value: unknown): string {
  return textOf(value).replaceAll("_", " ")
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : ""
}
