import { listChanges } from "#lib/changes/queries.ts"
import { draftDocumentInput } from "#lib/documents/input.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { findFlagAt } from "#lib/flags/queries.ts"
import type { FlagId, LaunchId, ReleaseId } from "#lib/kernel/ids.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { approveDocument } from "#lib/releases/approve-document.ts"
import { draftDocument } from "#lib/releases/draft-document.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { listReleases } from "#lib/releases/queries.ts"
import type { ReleaseState } from "#lib/releases/release.ts"
import { scheduleRelease } from "#lib/releases/schedule-release.ts"
import type { Cast, StoryDeps } from "./cast.ts"
import { RECALL_REASON, RELEASES, type StoryRelease } from "./releases.ts"
import { wordsIn } from "./words.ts"

const ZONE = "Europe/Lisbon"

export async function tellPlans(deps: StoryDeps, cast: Cast): Promise<void> {
  for (const release of RELEASES) await write(deps, cast, { id: await plan(deps, cast, release), release })
}

/** What has happened already stays as it is: so this can be taken up in the middle. */
export async function tellLaunches(deps: StoryDeps, cast: Cast): Promise<void> {
  const standing = await listReleases(deps.db, { limit: 100, after: null })
  for (const release of RELEASES) {
    const found = standing.find(({ name }) => name === release.name)
    if (found === undefined) throw new Error(`the story has no release ${release.name}`)
    await goOn(deps, cast, { id: found.id, state: found.state, release })
  }
  // Somebody turns a released flag back a little, beside any release: what that is called is drift.
  const id = await flagOf(deps, "returns-portal")
  await changeBuiltInFlag(deps, cast.engineer, { id, rollout: 60 })
}

async function plan(deps: StoryDeps, { author }: Cast, release: StoryRelease): Promise<ReleaseId> {
  const known = await listChanges(deps.db, { limit: 100, after: null })
  const changes = release.changes.map((title) => known.find((change) => change.title === title)?.id ?? title)
  const flags: { flag: FlagId; enabled: boolean; rollout: number }[] = []
  for (const { key, rollout } of release.flags) flags.push({ flag: await flagOf(deps, key), enabled: true, rollout })
  const { name, summary, owner, requires = [], mail, hold } = release
  return planRelease(deps, author, planReleaseInput.parse({ name, summary, owner, requires, mail, hold, changes, flags }))
}

async function flagOf({ db }: StoryDeps, key: string): Promise<FlagId> {
  const id = await findFlagAt(db, { connection: "builtin", key, environment: "production" })
  if (id === null) throw new Error(`the story has no flag ${key}`)
  return id
}

async function write(deps: StoryDeps, cast: Cast, { id, release }: { id: ReleaseId; release: StoryRelease }): Promise<void> {
  for (const { file, title, slug, tags, body } of wordsIn(`releases/${release.folder}`)) {
    const [kind = ""] = file.split("-")
    const input = draftDocumentInput.parse({ kind, title, tags, body, ...(slug === undefined ? {} : { slug }) })
    await draftDocument(deps, kind === "article" ? cast.support : cast.author, { ...input, releaseId: id })
  }
  if (release.approved === "none") return
  for (const document of await listDocuments(deps.db, id))
    await approveDocument(deps, cast.publisher, { id: document.id, hash: document.hash })
}

type Standing = { id: ReleaseId; state: ReleaseState; release: StoryRelease }

async function goOn(deps: StoryDeps, cast: Cast, { id, state, release }: Standing): Promise<void> {
  if (release.then === "nothing") return
  if (release.then === "schedule") {
    const at = deps.clock.now().toZonedDateTimeISO(ZONE).toPlainDate().add({ days: 6 }).toPlainDateTime("09:00").toString()
    await scheduleRelease(deps, cast.publisher, { releaseId: id, at, timeZone: ZONE })
    return
  }
  if (state === "planned" || state === "launching") await launch(deps, cast, id)
  if (release.then === "launch and recall") await recallLaunch(deps, cast.engineer, { releaseId: id, reason: RECALL_REASON })
}

/** Until the moment; what is owed after it stands in the queue, and a worker does it. */
async function launch(deps: StoryDeps, { publisher }: Cast, releaseId: ReleaseId): Promise<LaunchId> {
  const outcome = await beginLaunch(deps, publisher, { releaseId })
  if (outcome.is !== "begun") throw new Error(`a release of the story is not ready: ${JSON.stringify(outcome)}`)
  await advanceLaunch(deps, { launchId: outcome.launch.id })
  return outcome.launch.id
}
