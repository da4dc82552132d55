import "server-only"
import type { PersonActor } from "#lib/access/actor.ts"
import { mayDo } from "#lib/access/authorize.ts"
import { breakDownAudience } from "#lib/delivery/break-down-audience.ts"
import type { DocumentView } from "#lib/documents/queries.ts"
import { findAudience } from "#lib/releases/find-audience.ts"
import type { ReleaseView } from "#lib/releases/queries.ts"
import type { Runtime } from "#lib/runtime.ts"
import { listSegmentNames, listTopics } from "#lib/subscribers/queries.ts"

/** Whom the release would mail now, and what it could be for. Names are for who may see subscribers. */
export async function loadPanel(deps: Pick<Runtime, "db" | "clock">, actor: PersonActor, { release, documents }: PanelOf) {
  const locales = documents.filter(({ kind }) => kind === "email").map(({ locale }) => locale)
  const audience = await findAudience(deps.db, release, deps.clock.now())
  const [groups, topics, segments] = await Promise.all([
    release.mail === "send" ? breakDownAudience(deps.db, audience, locales) : [],
    listTopics(deps.db),
    listSegmentNames(deps.db),
  ])
  const mayKnow = mayDo(actor, "subscriber.read")
  return {
    mailed: groups.find(({ group }) => group === "mailed") ?? null,
    others: groups.filter(({ group }) => group !== "mailed"),
    topics: topics.map(({ key, name }) => ({ key, name })),
    segments,
    mayKnow,
  }
}

export type PanelOf = { release: ReleaseView; documents: DocumentView[] }
export type Panel = Awaited<ReturnType<typeof loadPanel>>
