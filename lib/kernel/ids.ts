import { randomBytes, randomUUIDv7 } from "node:crypto"

declare const brand: unique symbol

/** An id of one kind of thing; ids of different kinds do not mix. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind }

export type ReleaseId = Id<"release">
export type StageId = Id<"stage">
export type LaunchId = Id<"launch">
export type FlipId = Id<"flip">
export type DocumentId = Id<"document">
export type EditionId = Id<"edition">
export type EditionVersionId = Id<"edition version">
export type BrandId = Id<"brand">
export type MailRenderId = Id<"mail render">
export type FlagId = Id<"flag">
export type FlagConnectionId = Id<"flag connection">
export type DriftId = Id<"drift">
export type ChangeId = Id<"change">
export type RepositoryId = Id<"repository">
export type DeploymentId = Id<"deployment">
export type PushId = Id<"push">
export type PullRequestId = Id<"pull request">
export type HookDeliveryId = Id<"hook delivery">
export type TokenId = Id<"token">
export type SubscriberId = Id<"subscriber">
export type SegmentId = Id<"segment">
export type SubscriptionRequestId = Id<"subscription request">
export type PersonId = Id<"person">
export type SignInLinkId = Id<"sign-in link">
export type AuditRecordId = Id<"audit record">

/** A new UUIDv7 (RFC 9562): ordered by time, so that indexes grow at one end. Never shown to visitors, who could read its time. */
export function newId<Kind extends Id<string>>(): Kind {
  return randomUUIDv7() as Kind
}

/** Below every id that is made from this millisecond on, and above every one made before: ids are compared as bytes. */
export function lowestIdAt<Kind extends Id<string>>(at: Temporal.Instant): Kind {
  const ms = Math.max(0, at.epochMilliseconds).toString(16).padStart(12, "0").slice(-12)
  return `${ms.slice(0, 8)}-${ms.slice(8)}-0000-0000-000000000000` as Kind
}

/** What visitors see as a document's identity: 128 random bits, so that it tells neither time nor count. */
export function newPublicId(): string {
  return randomBytes(16).toString("base64url")
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isId(text: string): boolean {
  return UUID.test(text)
}

/** Brands a text that came from the database or was checked with `isId`. */
export function idOf<Kind extends Id<string>>(text: string): Kind {
  return text as Kind
}
