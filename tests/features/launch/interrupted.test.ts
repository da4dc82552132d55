import { eq, sql } from "drizzle-orm"
import { expect, test } from "vitest"
import { auditRecords } from "#db/schema/audit.ts"
import { launches } from "#db/schema/launches.ts"
import { sealAudit } from "#lib/audit/seal-audit.ts"
import { verifyChain } from "#lib/audit/verify-chain.ts"
import type { LaunchId, ReleaseId } from "#lib/kernel/ids.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import type { LaunchState } from "#lib/launch/launch.ts"
import { findLastLaunch, listFlips } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { listFeedEntries } from "#lib/site/queries.ts"
import { readPublicFlags } from "#lib/site/read-public-flags.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { type Child, startChild } from "#tests/support/child.ts"
import { eachOf } from "#tests/support/each-of.ts"
import { advance } from "#tests/support/launch-steps.ts"
import { printSeam, type Seam, withSeams } from "#tests/support/seams.ts"
import { ADA, API_TOKEN, openWorld, type World } from "#tests/support/world.ts"

/** Promise 4: whatever is killed, it resumes by itself within this time. */
const RESUMES_WITHIN_MS = 30_000

type Act = "begin" | "recall"
type Workers = 1 | 2
type Case = { killed: "worker" | Act; seam: Seam; workers: Workers; story: Story }

/** Two stories: a release that is launched and recalled, and one whose launch is given up because production went back meanwhile. */
type Story = "launched and recalled" | "rolled back"

const SIDES = ["before", "after"] as const

/** How many commits each part of a story takes; the test "a run without a crash" counts them afresh, so none can be missed. */
const COMMITS: Record<Story, Record<"begin" | "recall" | "worker", number>> = {
  "launched and recalled": { begin: 1, recall: 1, worker: 3 },
  "rolled back": { begin: 1, recall: 0, worker: 2 },
}

const CASES: Case[] = (Object.keys(COMMITS) as Story[]).flatMap((story) =>
  (["begin", "recall", "worker"] as const).flatMap((killed) =>
    Array.from({ length: COMMITS[story][killed] }, (_, index) => index + 1).flatMap((commit) =>
      SIDES.flatMap((side) => ([1, 2] as const).map((workers) => ({ story, killed, seam: { commit, side }, workers }))),
    ),
  ),
)

test("a run without a crash passes exactly the commits that the matrix kills at", async () => {
  const world = await openWorld()
  const count = { commits: 0 }
  const counted = { ...world, db: withSeams(world.db, ({ side }) => void (side === "after" && count.commits++)) }
  const commitsOf = async (work: () => Promise<unknown>) => {
    const before = count.commits
    await work()
    return count.commits - before
  }
  const { id } = await aRelease(world, { flags: [{ key: "the-flag" }] })
  const begin = await commitsOf(() => beginLaunch(counted, ADA, { releaseId: id }))
  const launchId = (await findLastLaunch(world.db, id))?.id as LaunchId
  const launched = await commitsOf(() => advance(counted, launchId))
  const recall = await commitsOf(() => recallLaunch(counted, ADA, { releaseId: id }))
  const recalled = await commitsOf(() => advance(counted, launchId))
  expect({ begin, recall, worker: launched + recalled }).toEqual(COMMITS["launched and recalled"])

  const other = await aRelease(world)
  const otherBegin = await commitsOf(() => beginLaunch(counted, ADA, { releaseId: other.id }))
  await world.db.execute(sql`update deployments set status = 'failure'`)
  const otherId = (await findLastLaunch(world.db, other.id))?.id as LaunchId
  const rolledBack = await commitsOf(() => advance(counted, otherId))
  expect({ begin: otherBegin, recall: 0, worker: rolledBack }).toEqual(COMMITS["rolled back"])
  await world.close()
}, 120_000)

test("a launch killed at any commit ends by itself in a named state, once, with content and flag agreeing", async () => {
  const failures: string[] = []
  await eachOf(CASES, { atOnce: 6 }, async (kill) => {
    await play(kill).catch((error: unknown) => failures.push(`${nameOf(kill)}: ${error instanceof Error ? error.message : error}`))
  })
  expect(failures).toEqual([])
}, 600_000)

function nameOf({ story, killed, seam, workers }: Case): string {
  return `${story}, ${killed} killed at ${printSeam(seam)}, ${workers} ${workers === 1 ? "worker" : "workers"}`
}

type Given = Pick<Case, "story" | "workers"> & Partial<Case>
type Playing = { world: World; env: Record<string, string>; id: ReleaseId; children: Child[]; lastKill: number; isOver: boolean }

/** Plays a story with real processes, killing one of them where the case says, and checks what is left. */
async function play(given: Given): Promise<void> {
  const world = await openWorld({ CURTAIN_ROLES: "web,worker" })
  const { id } = await aRelease(world, { name: "The release", flags: [{ key: "the-flag" }], announcement: {} })
  const playing: Playing = { world, env: envOf(world), id, children: [], lastKill: Number.NEGATIVE_INFINITY, isOver: false }
  try {
    await STORIES[given.story](given, playing)
    // A worker killed after its last commit is seen to be dead a little after the launch is seen to be over.
    if (given.killed === "worker") await expect.poll(() => playing.lastKill, { message: "nobody was killed" }).toBeGreaterThan(0)
    await onceOnly(world, given.story)
  } finally {
    playing.isOver = true
    for (const child of playing.children) await child.kill()
    await world.close()
  }
}

const STORIES: Record<Story, (given: Given, playing: Playing) => Promise<void>> = {
  "launched and recalled": async (given, playing) => {
    const { world, id } = playing
    await act("begin", given, playing)
    await startWorkers(given, playing)
    await settles(playing, "settled")
    await agree(world, id, "public")
    await act("recall", given, playing)
    await settles(playing, "recalled")
    await agree(world, id, "hidden")
  },
  "rolled back": async (given, playing) => {
    const { world, id } = playing
    await act("begin", given, playing)
    await world.db.execute(sql`update deployments set status = 'failure'`)
    await startWorkers(given, playing)
    await settles(playing, "failed")
    await agree(world, id, "hidden")
  },
}

/** The workers to be killed are processes of their own; for each that was, a living one starts at once, as a service manager sees to. */
async function startWorkers(given: Given, playing: Playing): Promise<void> {
  const { children, env, world } = playing
  for (let count = 0; count < given.workers; count++) {
    if (given.killed !== "worker" || given.seam === undefined) await world.startWorker()
    else children.push(startChild({ task: "work", env, crashAt: given.seam }))
  }
  await Promise.all(children.map((child) => child.printed("working")))
  for (const child of children) void child.ended.then((end) => onceKilled(end, playing))
}

async function onceKilled(end: string, playing: Playing): Promise<void> {
  if (end !== "SIGKILL" || playing.isOver) return
  playing.lastKill = performance.now()
  await playing.world.startWorker()
}

function envOf(world: World): Record<string, string> {
  return {
    DATABASE_URL: world.url,
    TEST_PUBLIC_URL: world.publicUrl,
    CURTAIN_SECRET_KEY: world.settings.secretKey,
    CURTAIN_API_TOKEN: API_TOKEN,
    CURTAIN_ROLES: "web,worker",
    LOG_LEVEL: "error",
  }
}

/** A person's act. The process that is killed in it is one of its own; then the person asks again, as a client with a time-out does. */
async function act(task: Act, given: Partial<Case>, { env, id, world }: Playing): Promise<void> {
  if (given.killed === task && given.seam) {
    const doomed = startChild({ task, releaseId: id, env: { ...env, CURTAIN_ROLES: "web" }, crashAt: given.seam })
    expect(await doomed.ended).toBe("SIGKILL")
  }
  if (task === "begin") await beginLaunch(world, ADA, { releaseId: id })
  else await recallLaunch(world, ADA, { releaseId: id })
}

/** Within the time promised, counted from the last kill. */
async function settles(playing: Playing, expected: LaunchState): Promise<void> {
  const begun = performance.now()
  for (;;) {
    const state = (await findLastLaunch(playing.world.db, playing.id))?.state
    if (state === expected) return
    const waitedMs = performance.now() - Math.max(begun, playing.lastKill)
    if (waitedMs > RESUMES_WITHIN_MS) throw new Error(`after ${Math.round(waitedMs / 1000)} s the launch is ${state}, not ${expected}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function agree(world: World, id: ReleaseId, expected: "public" | "hidden"): Promise<void> {
  const [row] = await world.publicDb.execute<{ revision: string }>("select revision from site.current_revision")
  const revision = Number(row?.revision)
  const titles = (await listFeedEntries(world.publicDb, revision)).map((entry) => entry.title)
  const flag = (await readPublicFlags(world, { revision, environment: "production" })).get("the-flag")
  expect({ content: titles.includes("The release"), flag: flag?.state.enabled ?? false }).toEqual({
    content: expected === "public",
    flag: expected === "public",
  })
  const launch = await findLastLaunch(world.db, id)
  const flips = launch ? await listFlips(world.db, launch.id) : []
  const allowed = expected === "public" ? ["applied"] : ["planned", "restored"]
  expect(flips.every((flip) => allowed.includes(flip.state))).toBe(true)
}

async function onceOnly(world: World, story: Story): Promise<void> {
  expect(await world.db.select({ id: launches.id }).from(launches)).toHaveLength(1)
  const moves = await world.db.select({ detail: auditRecords.detail }).from(auditRecords).where(eq(auditRecords.action, "launch.moved"))
  const states = moves.map(({ detail }) => String(detail.to)).sort()
  expect(states).toEqual(story === "rolled back" ? ["failed", "rolling_back"] : ["live", "recalled", "recalling", "settled"])
  await sealAudit(world)
  expect((await verifyChain(world, ADA)).ok).toBe(true)
}
