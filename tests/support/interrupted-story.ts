import { and, eq, sql } from "drizzle-orm"
import { expect } from "vitest"
import { auditRecords } from "#db/schema/audit.ts"
import { launches } from "#db/schema/launches.ts"
import { sealAudit } from "#lib/audit/seal-audit.ts"
import { verifyChain } from "#lib/audit/verify-chain.ts"
import type { ReleaseId } from "#lib/kernel/ids.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import type { LaunchState } from "#lib/launch/launch.ts"
import { findLastLaunch, listFlips } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { listFeedEntries } from "#lib/site/queries.ts"
import { readPublicFlags } from "#lib/site/read-public-flags.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { type Child, startChild } from "#tests/support/child.ts"
import { aConnectedFlag } from "#tests/support/connected-flag.ts"
import { type FakeUnleash, startFakeUnleash } from "#tests/support/fake-unleash.ts"
import { printSeam, type Seam } from "#tests/support/seams.ts"
import { ADA, API_TOKEN, openWorld, type World } from "#tests/support/world.ts"

/** Promise 4: whatever is killed, it resumes by itself within this time. */
const RESUMES_WITHIN_MS = 30_000

/** A flag's lease in another system runs for 15 s: a worker that comes back later finds nobody's traces but ours. */
const AFTER_THE_LEASE_MS = 16_000

/** Two stories: a release that is launched and recalled, and one whose launch is given up because production went back meanwhile. */
export type Story = "launched and recalled" | "rolled back"
export type Act = "begin" | "recall"

export type Case = {
  story: Story
  killed: "worker" | Act
  seam: Seam
  workers: 1 | 2
  /** When a killed worker's successor starts. */
  restart: "at once" | "after the lease"
}

export type Played = Pick<Case, "story" | "workers" | "restart"> & Partial<Case>

type Playing = {
  world: World
  unleash: FakeUnleash
  env: Record<string, string>
  id: ReleaseId
  children: Child[]
  /** When somebody was there again after the last kill. */
  resumedAt: number
  kills: number
  isOver: boolean
}

export function nameOfCase({ story, killed, seam, workers, restart }: Case): string {
  return `${story}, ${killed} killed at ${printSeam(seam)}, ${workers} ${workers === 1 ? "worker" : "workers"}, restarted ${restart}`
}

/** Plays a story with real processes, killing one of them where the case says, and checks what is left. Answers with the seams workers passed. */
export async function playStory(given: Played): Promise<Seam[]> {
  const playing = await setTheStage()
  const { world, children, unleash } = playing
  try {
    await STORIES[given.story](given, playing)
    // A worker killed after its last commit is seen to be dead a little after the launch is seen to be over.
    if (given.killed === "worker") await expect.poll(() => playing.kills, { message: "nobody was killed" }).toBeGreaterThan(0)
    await onceOnly(world, given.story)
    return children.flatMap(({ seams }) => seams)
  } finally {
    playing.isOver = true
    for (const child of children) await child.kill()
    await world.close()
    await unleash.stop()
  }
}

async function setTheStage(): Promise<Playing> {
  const unleash = await startFakeUnleash()
  const allowed = { CURTAIN_ROLES: "web,worker", CURTAIN_ALLOW_PRIVATE_HOSTS: new URL(unleash.url).host }
  const world = await openWorld(allowed)
  await world.db.execute(sql`create sequence seam_commits`)
  await world.db.execute(sql`create sequence seam_calls`)
  const connected = await aConnectedFlag(world, unleash, "connected-flag")
  const plan = { name: "The release", flags: [{ key: "the-flag" }], connected: [connected], announcement: {} }
  const { id } = await aRelease(world, plan)
  const env = {
    ...allowed,
    DATABASE_URL: world.url,
    TEST_PUBLIC_URL: world.publicUrl,
    CURTAIN_SECRET_KEY: world.settings.secretKey,
    CURTAIN_API_TOKEN: API_TOKEN,
    LOG_LEVEL: "error",
  }
  return { world, unleash, env, id, children: [], resumedAt: Number.NEGATIVE_INFINITY, kills: 0, isOver: false }
}

const STORIES: Record<Story, (given: Played, playing: Playing) => Promise<void>> = {
  "launched and recalled": async (given, playing) => {
    await act("begin", given, playing)
    await startWorkers(given, playing)
    await settles(playing, "settled")
    await agree(playing, "public")
    await act("recall", given, playing)
    await settles(playing, "recalled")
    await agree(playing, "hidden")
  },
  "rolled back": async (given, playing) => {
    await act("begin", given, playing)
    await playing.world.db.execute(sql`update deployments set status = 'failure'`)
    await startWorkers(given, playing)
    await settles(playing, "failed")
    await agree(playing, "hidden")
  },
}

/** The workers to be killed are processes of their own, and so are those whose seams are counted. For each that was killed, a living one starts. */
async function startWorkers(given: Played, playing: Playing): Promise<void> {
  const { children, env, world } = playing
  const isLead = given.killed === "worker" || given.killed === undefined
  for (let count = 0; count < given.workers; count++) {
    if (isLead) children.push(await startChild({ task: "work", env, ...(given.seam ? { crashAt: given.seam } : {}) }))
    else await world.startWorker()
  }
  await Promise.all(children.map((child) => child.printed("working")))
  for (const child of children) void child.ended.then((end) => onceKilled(end, given, playing))
}

async function onceKilled(end: string, given: Played, playing: Playing): Promise<void> {
  if (end !== "SIGKILL" || playing.isOver) return
  playing.kills += 1
  playing.resumedAt = performance.now() + (given.restart === "at once" ? 0 : AFTER_THE_LEASE_MS)
  if (given.restart === "after the lease") await new Promise((resolve) => setTimeout(resolve, AFTER_THE_LEASE_MS))
  if (!playing.isOver) await playing.world.startWorker()
}

/** A person's act. The process that is killed in it is one of its own; then the person asks again, as a client with a time-out does. */
async function act(task: Act, given: Played, { env, id, world }: Playing): Promise<void> {
  if (given.killed === task && given.seam) {
    const doomed = await startChild({ task, releaseId: id, env: { ...env, CURTAIN_ROLES: "web" }, crashAt: given.seam })
    expect(await doomed.ended).toBe("SIGKILL")
  }
  if (task === "begin") await beginLaunch(world, ADA, { releaseId: id })
  else await recallLaunch(world, ADA, { releaseId: id })
}

/** Within the time promised, counted from when somebody was there again. */
async function settles(playing: Playing, expected: LaunchState): Promise<void> {
  const begun = performance.now()
  for (;;) {
    const state = (await findLastLaunch(playing.world.db, playing.id))?.state
    if (state === expected) return
    const waitedMs = performance.now() - Math.max(begun, playing.resumedAt)
    if (waitedMs > RESUMES_WITHIN_MS) throw new Error(`after ${Math.round(waitedMs / 1000)} s the launch is ${state}, not ${expected}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Content, the built-in flag, and the flag in the other system say the same, and so does what the launch says of its flips. */
async function agree({ world, unleash, id }: Playing, expected: "public" | "hidden"): Promise<void> {
  const [row] = await world.publicDb.execute<{ revision: string }>("select revision from site.current_revision")
  const revision = Number(row?.revision)
  const titles = (await listFeedEntries(world.publicDb, revision)).map((entry) => entry.title)
  const flag = (await readPublicFlags(world, { revision, environment: "production" })).get("the-flag")
  const connected = unleash.flag("connected-flag").environments.production
  const isPublic = expected === "public"
  expect({ content: titles.includes("The release"), flag: flag?.state.enabled ?? false, connected: connected?.enabled }).toEqual({
    content: isPublic,
    flag: isPublic,
    connected: isPublic,
  })
  expect(connected?.strategies, "one strategy of ours, or none that it did not have before").toHaveLength(isPublic ? 1 : 0)
  const launch = await findLastLaunch(world.db, id)
  const flips = launch ? await listFlips(world.db, launch.id) : []
  expect(flips).toHaveLength(2)
  expect(flips.filter(({ state }) => !(isPublic ? ["applied"] : ["planned", "restored"]).includes(state))).toEqual([])
}

async function onceOnly(world: World, story: Story): Promise<void> {
  expect(await world.db.select({ id: launches.id }).from(launches)).toHaveLength(1)
  const moves = await world.db.select({ detail: auditRecords.detail }).from(auditRecords).where(eq(auditRecords.action, "launch.moved"))
  const states = moves.map(({ detail }) => String(detail.to)).sort()
  expect(states).toEqual(story === "rolled back" ? ["failed", "rolling_back"] : ["live", "recalled", "recalling", "settled"])
  for (const action of ["flip.applied", "flip.restored"] as const) {
    const told = await world.db
      .select()
      .from(auditRecords)
      .where(and(eq(auditRecords.action, action)))
    expect(told, `one line ${action}`).toHaveLength(1)
  }
  await sealAudit(world)
  expect((await verifyChain(world, ADA)).ok).toBe(true)
}
