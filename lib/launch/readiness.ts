import type { DocumentKind } from "../documents/document.ts"
import { describeExposure, type Exposure } from "../flags/exposure.ts"
import { checkMail, type MailFacts } from "./mail-readiness.ts"
import { block, count, list, pass, type ReadinessCheck, warn } from "./readiness-check.ts"

export type ReadinessReport = { is: "ready" | "blocked"; checks: ReadinessCheck[] }

/** What the checks look at, read from current rows: under the release's lock when it decides a launch. */
export type Facts = {
  changes: { title: string; inProduction: boolean }[]
  flags: PlannedFlagFact[]
  documents: { kind: DocumentKind; title: string; slug: string; isApproved: boolean }[]
  requires: DocumentKind[]
  /** A correction is a mail to whom a recalled release was mailed: it brings no change and has no entry. */
  purpose: "release" | "correction"
  mail: MailFacts | null
  /** Emails of a release that is not mailed. */
  unsentEmails: string[]
  deadLinks: { title: string; address: string }[]
  outsideLinks: number
}

type PlannedFlagFact = {
  key: string
  environment: string
  present: Exposure
  desired: Exposure
  /** Why the flag service cannot be brought to what is desired. */
  obstacle: string | null
  transient: boolean
  movedBy: string | null
}

/** Every check always answers, so that the list keeps its shape and a reader sees what was looked at. */
export function evaluateReadiness(facts: Facts): ReadinessReport {
  const checks = [
    ...[checkChanges(facts), checkFlags(facts), checkDocuments(facts), checkApproval(facts), checkLinks(facts)],
    ...checkMail(facts.mail, facts.unsentEmails),
  ]
  return { is: checks.some((check) => check.status === "block") ? "blocked" : "ready", checks }
}

function checkChanges({ changes, purpose }: Facts): ReadinessCheck {
  const missing = changes.filter((change) => !change.inProduction)
  if (missing.length > 0) return block("changes", `Not in production: ${list(missing.map((change) => change.title))}.`)
  if (changes.length === 0 && purpose === "correction") return pass("changes", "A correction brings no change.")
  if (changes.length === 0) return warn("changes", "The release has no change: it announces nothing that was deployed.")
  return pass("changes", `${count(changes.length, "change is", "changes are")} in production.`)
}

function checkFlags({ flags }: Facts): ReadinessCheck {
  const moving = flags.filter((flag) => flag.movedBy !== null)
  if (moving.length > 0)
    return {
      ...block("flags", `Being moved by another launch: ${list(moving.map((flag) => `${flag.key} (${flag.movedBy})`))}.`),
      transient: true,
    }
  const hindered = flags.filter((flag) => flag.obstacle !== null)
  if (hindered.length > 0) return block("flags", `${list(hindered.map((flag) => `${flag.key}: ${flag.obstacle}`))}.`)
  const unproven = flags.filter((flag) => flag.present.kind === "unknown" || flag.present.kind === "blocked")
  if (unproven.length > 0) {
    const found = block("flags", `${list(unproven.map((flag) => `${flag.key} is ${describeExposure(flag.present)}`))}.`)
    return unproven.every((flag) => flag.transient) ? { ...found, transient: true } : found
  }
  const plan = flags.map(
    (flag) => `${flag.key} in ${flag.environment}: ${describeExposure(flag.present)}, then ${describeExposure(flag.desired)}`,
  )
  return pass("flags", plan.length === 0 ? "The release moves no flag." : `${plan.join("; ")}.`)
}

function checkDocuments({ documents, requires, purpose, mail }: Facts): ReadinessCheck {
  const asked = new Set<DocumentKind>([
    ...(purpose === "release" ? (["entry"] as const) : []),
    ...(mail === null ? [] : (["email"] as const)),
    ...requires,
  ])
  const required = [...asked].filter((kind) => mail !== null || kind !== "email")
  const missing = required.filter((kind) => documents.every((document) => document.kind !== kind))
  if (missing.length > 0) return block("documents", `Missing: ${list(missing)}.`)
  return pass("documents", `${list(documents.map((document) => `${document.kind} "${document.title}"`))}.`)
}

function checkApproval({ documents }: Facts): ReadinessCheck {
  const open = documents.filter((document) => !document.isApproved)
  if (open.length > 0)
    return block("approval", `Not approved as they are now: ${list(open.map((document) => `${document.kind} "${document.title}"`))}.`)
  return pass("approval", `${count(documents.length, "document is", "documents are")} approved as they are now.`)
}

function checkLinks({ deadLinks, outsideLinks }: Facts): ReadinessCheck {
  if (deadLinks.length > 0) {
    return block("links", `Missing or not public: ${list(deadLinks.map((link) => `${link.address} in "${link.title}"`))}.`)
  }
  const outside =
    outsideLinks === 0
      ? ""
      : ` ${count(outsideLinks, "link leads", "links lead")} outside and ${outsideLinks === 1 ? "was" : "were"} not followed.`
  return pass("links", `Every link to this site leads to something public or released with it.${outside}`)
}
