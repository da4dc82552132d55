import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import { SENDING_TERMS } from "#lib/delivery/sender.ts"
import { type FakeResend, startFakeResend } from "#tests/support/fake-resend.ts"
import { anAnnouncedLaunch, planOf, someSubscribers } from "#tests/support/mail-stage.ts"
import { type MailWorkers, startMailWorkers } from "#tests/support/mail-workers.ts"
import { until } from "#tests/support/until.ts"
import type { Benchmark } from "./benchmark.ts"
import { type BenchPortal, openCluster } from "./cluster.ts"
import { type Comparison, compare } from "./ratio.ts"

/** What Resend grants a new account is half of this; at ten calls a second a minute is a sharper measure. */
const CALLS_PER_SECOND = 10
const SECONDS = { short: 60, long: 600 }
const MAILS = 100
const UNPACED_CALLS = 1000
const RESUMES_WITHIN_S = 20

/** How much of what the provider grants is used by two workers, how fast they are where it grants everything, and how long a kill costs. */
export const drain: Benchmark = {
  name: "drain",
  run: async ({ length, report }) => {
    await using cluster = await openCluster()
    const portal = await cluster.openPortal("drain")
    const resend = await startFakeResend({ latencyMs: 60 })
    try {
      await aLaunchTo(portal, (SECONDS[length] + 5) * CALLS_PER_SECOND * MAILS)
      const paced = await measurePaced({ portal, resend, report }, SECONDS[length])
      const kill = await measureKill({ portal, resend, report })
      await measureUnpaced({ portal, resend, report })
      return [paced, kill]
    } finally {
      await resend.stop()
      await portal.close()
    }
  },
}

type Stage = { portal: BenchPortal; resend: FakeResend; report(line: string): void }

async function aLaunchTo(portal: BenchPortal, people: number): Promise<void> {
  await portal.db.execute("delete from subscribers")
  await someSubscribers(portal, people)
  const launchId = await anAnnouncedLaunch(portal)
  await materialiseAudience(portal, { launchId })
  if ((await planOf(portal, launchId)).candidates !== people) throw new Error("the audience is not what it should be")
}

function start({ portal, resend }: Stage, workers: number): Promise<MailWorkers> {
  const env = { MAIL_TRANSPORT: "resend", MAIL_FROM: "news@acme.example", RESEND_API_KEY: resend.apiKey, RESEND_BASE_URL: resend.url }
  return startMailWorkers(portal, { workers, terms: SENDING_TERMS, env })
}

/** Counted from when they know the limit, which the first answers tell them. */
async function measurePaced(stage: Stage, seconds: number): Promise<Comparison> {
  const { resend, report } = stage
  resend.faults.limitTo(CALLS_PER_SECOND)
  const workers = await start(stage, 2)
  await until(true, () => resend.accepted.length >= 5 * MAILS)
  const [before, calls] = [resend.accepted.length, resend.calls.length]
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  const mails = resend.accepted.length - before
  const refused = resend.calls.slice(calls).filter(({ status }) => status === 429).length
  await workers.stop()
  report(`${mails} mails in ${seconds} s of ${seconds * CALLS_PER_SECOND * MAILS} granted; ${refused} calls were too fast`)
  const used = { ours: [mails / seconds], peer: [CALLS_PER_SECOND * MAILS] }
  return compare({ name: "drain, paced by the provider", unit: "mails/s", bound: { atLeast: 0.98 } }, used)
}

/** The only worker is killed with calls under way, and another one started. */
async function measureKill(stage: Stage): Promise<Comparison> {
  const { portal, resend, report } = stage
  await portal.db.execute("delete from mail_paces")
  const workers = await start(stage, 1)
  const begun = resend.calls.length
  await until(true, () => resend.calls.length > begun + 2, 60_000)
  const killedAt = performance.now()
  const replaced = workers.killOne()
  const [calls, before] = [resend.calls.length, await heldBatches(portal)]
  await until(true, () => resend.calls.length > calls, 60_000)
  const next = (performance.now() - killedAt) / 1000
  await replaced
  await until(0, async () => (await heldBatches(portal)).filter((key) => before.includes(key)).length, 60_000)
  const all = (performance.now() - killedAt) / 1000
  await workers.stop()
  report(`the next batch ${next.toFixed(1)} s after the kill; the ${before.length} that were under way through after ${all.toFixed(1)} s`)
  return compare(
    { name: "kill, until its batches are through", unit: "s", bound: { atMost: 1 } },
    { ours: [all], peer: [RESUMES_WITHIN_S] },
  )
}

/** As they were taken: whoever takes one over counts one attempt more. */
async function heldBatches(portal: BenchPortal): Promise<string[]> {
  const rows = await portal.db.execute<{ seq: number; attempts: number }>(
    "select seq, attempts from delivery_batches where state = 'sending'",
  )
  return rows.map(({ seq, attempts }) => `${seq}/${attempts}`)
}

async function measureUnpaced(stage: Stage): Promise<void> {
  const { portal, resend, report } = stage
  resend.faults.limitTo(1_000_000)
  await portal.db.execute("update delivery_plans set state = 'ended'")
  await portal.db.execute("delete from mail_paces")
  await aLaunchTo(portal, UNPACED_CALLS * MAILS)
  const before = resend.accepted.length
  const workers = await start(stage, 2)
  await until(true, () => resend.accepted.length >= before + 10 * MAILS, 60_000)
  const began = performance.now()
  await until(true, () => resend.accepted.length >= before + UNPACED_CALLS * MAILS, 300_000)
  const seconds = (performance.now() - began) / 1000
  await workers.stop()
  report(`without a limit, with the provider on the same two cores: ${Math.round(((UNPACED_CALLS - 10) * MAILS) / seconds)} mails/s`)
}
