import "server-only"
import { notFound } from "next/navigation"
import { cache } from "react"
import type { PersonActor } from "#lib/access/actor.ts"
import { listChanges, listChangesNotInProduction } from "#lib/changes/queries.ts"
import { countAudience } from "#lib/delivery/count-audience.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { type Flag, findFlag, listFlags } from "#lib/flags/queries.ts"
import { idOf, isId, type ReleaseId } from "#lib/kernel/ids.ts"
import { readReadiness } from "#lib/launch/read-readiness.ts"
import { listPeople } from "#lib/people/queries.ts"
import { findAudience } from "#lib/releases/find-audience.ts"
import { getRelease, type ReleaseView } from "#lib/releases/queries.ts"
import type { Runtime } from "#lib/runtime.ts"
import { runtime } from "../../../runtime.ts"

/** The release of an address, once per request; an address that names none is missing. */
export const loadRelease = cache(async (text: string): Promise<ReleaseView> => {
  if (!isId(text)) notFound()
  const { db } = await runtime()
  const release = await getRelease(db, idOf<ReleaseId>(text)).catch(() => null)
  return release ?? notFound()
})

export type PlannedTarget = { flag: Flag; enabled: boolean; rollout: number }

/** Everything that the page of a release shows beside the release itself. */
export async function loadPlan(deps: Runtime, actor: PersonActor, release: ReleaseView) {
  const ids = release.changes.map(({ id }) => id)
  const [documents, missing, targets] = await Promise.all([
    listDocuments(deps.db, release.id),
    listChangesNotInProduction(deps.db, ids),
    loadTargets(deps, release),
  ])
  const audience = await countAudience(deps.db, await findAudience(deps.db, release, deps.clock.now()))
  const readiness = await readReadiness(deps, actor, { releaseId: release.id })
  return { documents, missing: new Set(missing), targets, audience, readiness }
}

async function loadTargets({ db }: Pick<Runtime, "db">, release: ReleaseView): Promise<PlannedTarget[]> {
  const found = await Promise.all(release.flags.map(async (target) => ({ ...target, flag: await findFlag(db, target.flag) })))
  return found.flatMap(({ flag, ...target }) => (flag === null ? [] : [{ ...target, flag }]))
}

/** More than this nobody looks through in a dialog, searching it or not; the page of unreleased changes has them all. */
const MOST_CHOICES = 300

/** What could still be added: changes that production has and no release tells of, and flags that the release does not move. */
export async function loadChoices({ db }: Pick<Runtime, "db">, release: ReleaseView) {
  const [changes, flags, team] = await Promise.all([
    listChanges(db, { state: "unreleased", after: null, limit: MOST_CHOICES }),
    listFlags(db, { after: null, limit: MOST_CHOICES }),
    listPeople(db, { after: null, limit: MOST_CHOICES }),
  ])
  return {
    changes: changes.filter((change) => change.release === null).map(({ id, title, repository }) => ({ id, title, repository })),
    flags: flags
      .filter(({ id }) => release.flags.every((target) => target.flag !== id))
      .map(({ id, key, environment }) => ({ id, key, environment })),
    team: [...new Set(team.map(({ name }) => name))],
  }
}
