import { eq } from "drizzle-orm"
import { changes } from "#db/schema/changes.ts"
import { releaseChanges } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import { listChangesNotInProduction } from "../changes/queries.ts"
import { type DocumentView, listDocuments } from "../documents/queries.ts"
import type { ReleaseId, StageId } from "../kernel/ids.ts"
import { type AudienceTerms, findAudience } from "../releases/find-audience.ts"
import type { ReleaseMail } from "../releases/release.ts"
import type { Runtime } from "../runtime.ts"
import { checkLinks } from "./check-links.ts"
import { gatherMail } from "./gather-mail.ts"
import { listMovers } from "./list-movers.ts"
import { listPlannedFlags } from "./list-planned-flags.ts"
import { factOf, type PlannedFlag } from "./planned-flag.ts"
import type { Facts } from "./readiness.ts"
import type { EditionRender } from "./render-mails.ts"
import type { Survey } from "./survey-flags.ts"

export type Gathered = { facts: Facts; documents: DocumentView[]; flags: PlannedFlag[]; renders: EditionRender[] }

type Subject = AudienceTerms & { stageId: StageId; requires: Facts["requires"]; mail: ReleaseMail }

/** Reads everything a launch depends on. Inside begin-launch it runs under the release's lock, so what it finds is what is launched. */
export async function gatherFacts(
  db: Queryable,
  release: Subject,
  { settings, survey }: { settings: Runtime["settings"]; survey: Survey },
): Promise<Gathered> {
  const all = await listDocuments(db, release.id)
  // Of a release that is not mailed an email is no part: it need not be approved, and nothing becomes of it.
  const documents = all.filter(({ kind }) => release.mail === "send" || kind !== "email")
  const audience = await findAudience(db, release, Temporal.Instant.from(survey.lookedAt))
  const mail = release.mail === "send" ? await gatherMail(db, documents, { settings, audience }) : null
  const planned = await listPlannedFlags(db, release.stageId, survey)
  const movers = await listMovers(db, release.id, planned)
  const facts: Facts = {
    changes: await changesOf(db, release.id),
    flags: planned.map((flag) => factOf(flag, movers)),
    documents: documents.map(({ kind, title, slug, state, hash, approvedHash }) => ({
      kind,
      title,
      slug,
      isApproved: state === "approved" && approvedHash === hash,
    })),
    requires: release.requires,
    purpose: release.corrects === null ? "release" : "correction",
    mail: mail?.facts ?? null,
    unsentEmails: all.filter((document) => !documents.includes(document)).map(({ title }) => title),
    ...(await checkLinks(db, documents, settings.publicUrl)),
  }
  return { facts, documents, flags: planned, renders: mail?.renders ?? [] }
}

async function changesOf(db: Queryable, releaseId: ReleaseId): Promise<Facts["changes"]> {
  const rows = await db
    .select({ id: changes.id, title: changes.title })
    .from(releaseChanges)
    .innerJoin(changes, eq(changes.id, releaseChanges.changeId))
    .where(eq(releaseChanges.releaseId, releaseId))
    .orderBy(releaseChanges.position)
  const missing = new Set(
    await listChangesNotInProduction(
      db,
      rows.map((row) => row.id),
    ),
  )
  return rows.map(({ id, title }) => ({ title, inProduction: !missing.has(id) }))
}
