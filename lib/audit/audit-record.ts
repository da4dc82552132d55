import { createHash } from "node:crypto"
import type { ActorName } from "../access/actor.ts"
import type { AuditRecordId } from "../kernel/ids.ts"

/** `noun.verb`, one per thing that happens. */
export type AuditAction =
  | "story.told"
  | "story.ended"
  | "story.removed"
  | "deployment.recorded"
  | "push.recorded"
  | "pull_request.recorded"
  | "hook.failed"
  | "hook.redelivered"
  | "change.edited"
  | "repository.edited"
  | "release.planned"
  | "release.edited"
  | "document.drafted"
  | "document.edited"
  | "document.approved"
  | "flag.created"
  | "flag.changed"
  | "launch.begun"
  | "launch.refused"
  | "launch.moved"
  | "launch.recalled"
  | "mail.moved"
  | "mail.written_off"
  | "flip.attempted"
  | "flip.applied"
  | "flip.delayed"
  | "flip.refused"
  | "flip.restored"
  | "flip.left_alone"
  | "drift.noticed"
  | "drift.cleared"
  | "release.scheduled"
  | "release.unscheduled"
  | "release.held"
  | "schedule.recomputed"
  | "connection.created"
  | "connection.edited"
  | "connection.removed"
  | "connection.tested"
  | "sender.edited"
  | "site.edited"
  | "share_images.shown"
  | "mail.tested"
  | "entries.imported"
  | "token.created"
  | "token.revoked"
  | "person.invited"
  | "person.told"
  | "person.joined"
  | "person.signed_in"
  | "person.signed_out"
  | "person.link_sent"
  | "person.account_linked"
  | "person.role_changed"
  | "person.removed"
  | "access.edited"
  | "subscriber.added"
  | "subscriber.edited"
  | "subscriber.confirmed"
  | "subscriber.ended"
  | "subscriber.erased"
  | "subscribers.imported"
  | "subscription.requested"
  | "address.suppressed"
  | "address.released"
  | "segment.created"
  | "segment.edited"
  | "segment.removed"
  | "topic.created"
  | "topic.edited"
  | "topic.retired"

export type AuditSubject = {
  kind:
    | "deployment"
    | "push"
    | "hook delivery"
    | "change"
    | "repository"
    | "release"
    | "document"
    | "flag"
    | "connection"
    | "launch"
    | "sender"
    | "site"
    | "token"
    | "person"
    | "portal"
    | "subscriber"
    | "subscription"
    | "segment"
    | "topic"
    | "import"
  id: string
}

export type AuditRecord = {
  id: AuditRecordId
  at: Temporal.Instant
  action: AuditAction
  actor: ActorName
  subject: AuditSubject
  detail: Record<string, unknown>
}

/** The record's own hash: any byte of it that is changed later shows. Keys are sorted, since jsonb does not keep their order. */
export function hashOfRecord(record: AuditRecord): string {
  return sha256(canonicalJson({ ...record, at: record.at.toString() }))
}

/** The link of the chain: this record's hash bound to everything sealed before it. */
export function chainAfter(previous: string, recordHash: string): string {
  return sha256(`${previous}\n${recordHash}`)
}

/** What the first link follows. */
export const CHAIN_START = "0".repeat(64)

export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return `{${members
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
      .join(",")}}`
  }
  return JSON.stringify(value) ?? "null"
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
