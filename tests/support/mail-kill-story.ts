import { spawn } from "node:child_process"
import { once } from "node:events"
import { sql } from "drizzle-orm"
import { expect } from "vitest"
import { auditRecords } from "#db/schema/audit.ts"
import { capturedMails } from "#db/schema/mail.ts"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import { countDeliveries } from "#lib/delivery/queries.ts"
import { sendBatch } from "#lib/delivery/send-batch.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import type { LaunchState } from "#lib/launch/launch.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { bundleProcess } from "#tests/support/bundle-process.ts"
import { begin } from "#tests/support/launch-steps.ts"
import type { MailProcess } from "#tests/support/mail-process.ts"
import { aMailedRelease, anAnnouncedLaunch, aSender, planOf, someSubscribers } from "#tests/support/mail-stage.ts"
import { environmentOf } from "#tests/support/mail-workers.ts"
import { parseSeam, type Seam } from "#tests/support/seams.ts"
import { until } from "#tests/support/until.ts"
import { ADA, openWorld, type World } from "#tests/support/world.ts"

const SCRIPT = new URL("./mail-process.ts", import.meta.url).pathname

/** Promise 4: whatever is killed, it resumes by itself within this time. */
const RESUMES_WITHIN_MS = 30_000
const TERMS = { leaseMs: 1500, timeoutMs: 1000, lanes: 1, pollMs: 50 }

/** Three stories: a release that is mailed, one that is recalled with most of its mail still here, and a bounce that is told. */
export type MailStory = "mailed" | "recalled" | "told"

export type MailKill = { story: MailStory; crashAt?: string }

type Stage = { world: World; launchId: LaunchId; seams: Seam[] }

/** Plays it with a process of its own that is killed where the case says; then another one goes on. Answers with the seams that were passed. */
export async function playMailStory({ story, crashAt }: MailKill): Promise<Seam[]> {
  const world = await openWorld()
  try {
    await world.db.execute(sql`create sequence seam_commits`)
    await world.db.execute(sql`create sequence seam_calls`)
    return await STORIES[story](world, crashAt)
  } finally {
    await world.close()
  }
}

const STORIES: Record<MailStory, (world: World, crashAt?: string) => Promise<Seam[]>> = {
  mailed: async (world, crashAt) => {
    await someSubscribers(world, 3)
    const launchId = await begin(world, await aMailedRelease(world))
    const stage = { world, launchId, seams: [] }
    await workUntil(stage, "settled", crashAt)
    await mailedOnce(world, 3)
    expect(await statesOf(world)).toEqual(["announcing", "live", "settled"])
    expect(await planOf(world, launchId)).toMatchObject({ state: "ended", candidates: 3, accepted: 3, openBatches: 0 })
    return stage.seams
  },
  recalled: async (world, crashAt) => {
    await someSubscribers(world, 350)
    const launchId = await anAnnouncedLaunch(world)
    await materialiseAudience(world, { launchId })
    await sendBatch(aSender(world))
    await recallLaunch(world, ADA, { releaseId: (await planOf(world, launchId)).releaseId })
    const stage = { world, launchId, seams: [] }
    await workUntil(stage, "recalled", crashAt)
    await mailedOnce(world, 100)
    expect(await countDeliveries(world.db, launchId)).toEqual({ accepted: 100, cancelled: 250 })
    expect(await planOf(world, launchId)).toMatchObject({ state: "ended", accepted: 100, cancelled: 250, openBatches: 0 })
    return stage.seams
  },
  told: async (world, crashAt) => {
    await someSubscribers(world, 1)
    const launchId = await anAnnouncedLaunch(world)
    await materialiseAudience(world, { launchId })
    await sendBatch(aSender(world))
    const [delivery] = await world.db.execute<{ r: string; c: string }>(sql`select release_id as r, subscriber_id as c from deliveries`)
    const body = { type: "email.bounced", data: { tags: delivery, bounce: { type: "Permanent" } } }
    const stage: Stage = { world, launchId, seams: [] }
    // Whoever got no answer tells it again.
    const told = () =>
      run(stage, { task: "tell", event: { id: "msg_1", body }, ...(crashAt && stage.seams.length === 0 ? { crashAt } : {}) })
    if ((await told().ended) === "SIGKILL") expect(await told().ended).toBe("0")
    expect(await planOf(world, launchId)).toMatchObject({ accepted: 1, bounced: 1 })
    const suppressed = await world.db.execute(sql`select from suppressions`)
    expect(suppressed).toHaveLength(1)
    return stage.seams
  },
}

async function workUntil(stage: Stage, end: LaunchState, crashAt?: string): Promise<void> {
  const { world, launchId } = stage
  const work = (more: Partial<MailProcess> = {}) => run(stage, { task: "work", terms: TERMS, ...more })
  const workers = [work(crashAt === undefined ? {} : { crashAt })]
  try {
    if (crashAt !== undefined) {
      expect(await workers[0]?.ended).toBe("SIGKILL")
      workers.push(work())
    }
    await until(end, async () => (await getLaunch(world.db, launchId)).state, RESUMES_WITHIN_MS)
  } finally {
    for (const worker of workers) await worker.kill()
  }
}

type Running = { ended: Promise<string>; kill(): Promise<unknown> }

function run({ world, seams }: Stage, what: MailProcess): Running {
  const child = bundleProcess(SCRIPT).then((script) => {
    const env = { ...process.env, ...environmentOf(world), CURTAIN_ROLES: "web,worker" }
    const started = spawn(process.execPath, [script, JSON.stringify(what)], { env, stdio: ["ignore", "pipe", "inherit"] })
    started.stdout.setEncoding("utf8").on("data", (text: string) => void seams.push(...seamsIn(text)))
    return started
  })
  const ended = child.then(async (started) => String((await once(started, "exit")).findLast((part) => part !== null)))
  return { ended, kill: async () => [(await child).kill("SIGKILL"), await ended] }
}

function seamsIn(text: string): Seam[] {
  const told = text.split("\n").filter((line) => line.startsWith("seam "))
  return told.flatMap((line) => parseSeam(line.slice(5)) ?? [])
}

async function mailedOnce(world: World, people: number): Promise<void> {
  const mails = await world.db.select({ recipient: capturedMails.recipient }).from(capturedMails)
  expect(mails).toHaveLength(people)
  expect(new Set(mails.map(({ recipient }) => recipient)).size).toBe(people)
}

async function statesOf(world: World): Promise<string[]> {
  const moves = await world.db.select({ detail: auditRecords.detail }).from(auditRecords).where(sql`action = 'launch.moved'`)
  return moves.map(({ detail }) => String(detail.to)).sort()
}
