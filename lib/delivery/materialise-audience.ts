import { type SQL, sql } from "drizzle-orm"
import { deliveries, deliveryPlans } from "#db/schema/deliveries.ts"
import { subscribers } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { LostRace } from "../jobs/run-job.ts"
import type { LaunchId, SubscriberId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { exclusionReason, isCandidate } from "../subscribers/audience.ts"
import { wasMailed } from "./correction.ts"
import { type AboutMail, reportMailJob } from "./jobs.ts"
import { listRenders } from "./list-renders.ts"
import { localeOf } from "./locale-of.ts"
import { lockPlan } from "./lock-plan.ts"
import { movePlan } from "./move-plan.ts"
import type { Plan } from "./queries.ts"
import { BATCH_SIZE } from "./sender.ts"

/** A transaction of about a tenth of a second, so that a recall waits for no more than that. */
const CHUNK = 10_000

type Written = { page: number; last: SubscriberId | null; written: number; excluded: number; batches: number }

/**
 * Writes out whom a launch mails, in the order of ids: every candidate is a row, to send or excluded with the reason, and each chunk is
 * a transaction that looks first whether somebody stopped it. Whoever takes it up again goes on behind the last chunk.
 */
export async function materialiseAudience(deps: Pick<Runtime, "db">, { launchId }: AboutMail, chunk = CHUNK): Promise<void> {
  const renders = await listRenders(deps.db, launchId)
  const locales = renders.map(({ locale }) => locale)
  for (let isThrough = false; !isThrough; ) {
    isThrough = await deps.db.transaction(async (tx) => {
      // What a crash of the machine loses of these is written again: nothing is sent before the last one, which waits for the disk.
      await tx.execute(sql`set local synchronous_commit = off`)
      const plan = await planToWrite(tx, launchId)
      const written = await writeChunk(tx, plan, { locales, chunk, batchSize: BATCH_SIZE })
      await countIn(tx, plan, written)
      if (written.page === chunk) return false
      await endOfAudience(tx, plan, written)
      return true
    })
  }
}

async function planToWrite(tx: Transaction, launchId: LaunchId): Promise<Plan> {
  const plan = await lockPlan(tx, launchId)
  if (plan?.state !== "materialising") throw new LostRace(`the audience of launch ${launchId}`) // recalled, paused, or through
  return plan
}

type Cut = { locales: readonly string[]; chunk: number; batchSize: number }

/**
 * One statement. A row that an earlier launch of the release wrote and did not mail becomes this launch's; one that it mailed, or may
 * have, stays, and is counted as covered. Batches are cut from what was really written; their key is checked when the statement ends.
 */
async function writeChunk(tx: Transaction, plan: Plan, { locales, chunk, batchSize }: Cut): Promise<Written> {
  const reason = sql`coalesce(${exclusionReason(plan)}, case when ${localeOf(locales)} is null then 'locale' end)`
  const [row] = await tx.execute<Written>(sql`
    with page as (
      select ${subscribers.id} as id, ${localeOf(locales)} as locale, ${reason} as reason
      from ${subscribers} where ${belongs(plan)} order by ${subscribers.id} limit ${chunk}
    ), parted as (
      select id, locale, reason, (row_number() over (partition by reason is null, locale order by id) - 1) / ${batchSize} as part from page
    ), numbered as (
      select id, locale, reason, case when reason is null then ${lastSeq(plan)} + dense_rank() over (order by reason is not null, locale, part) end as seq
      from parted
    ), written as (
      insert into ${deliveries} (release_id, subscriber_id, launch_id, batch_seq, state, reason)
      select ${plan.releaseId}, id, ${plan.launchId}, seq, case when reason is null then 'pending' else 'excluded' end, reason from numbered
      ${await whereWrittenBefore(tx, plan)}
      returning batch_seq, state
    ), batches as (
      insert into delivery_batches (release_id, seq, launch_id, locale, size)
      select ${plan.releaseId}, seq, ${plan.launchId}, min(locale), size
      from (select batch_seq as seq, count(*)::int as size from written where batch_seq is not null group by batch_seq) as sized
      join numbered using (seq) group by seq, size
      returning seq
    )
    select (select count(*) from page)::int as page, (select id from page order by id desc limit 1) as last,
           (select count(*) from written)::int as written, (select count(*) from written where state = 'excluded')::int as excluded,
           (select count(*) from batches)::int as batches`)
  if (!row) throw new Error(`the audience of launch ${plan.launchId} gave no answer`)
  return row
}

function belongs(plan: Plan): SQL {
  const after = plan.writtenUpTo === null ? sql`true` : sql`${subscribers.id} > ${plan.writtenUpTo}`
  return sql`${after} and ${isCandidate(plan)} and ${wasMailed(plan.corrects)}`
}

/** Batches are numbered on over all launches of a release: their number is in the key that the provider remembers. */
function lastSeq(plan: Plan): SQL {
  return sql`(select coalesce(max(earlier.seq), 0) from delivery_batches as earlier where earlier.release_id = ${plan.releaseId})::int`
}

/** Most releases are launched once, and then there is nothing to look for with every row. */
async function whereWrittenBefore(tx: Transaction, plan: Plan): Promise<SQL> {
  const [row] = await tx.execute<{ found: boolean }>(sql`
    select exists (select from delivery_plans where release_id = ${plan.releaseId} and launch_id <> ${plan.launchId}) as found`)
  if (row?.found !== true) return sql``
  return sql`
    on conflict (release_id, subscriber_id) do update
    set launch_id = excluded.launch_id, batch_seq = excluded.batch_seq, state = excluded.state, reason = excluded.reason,
        provider_id = null, feedback = null, moved_at = now()
    where deliveries.state in ('cancelled', 'failed', 'excluded')`
}

async function countIn(tx: Transaction, { launchId }: Plan, { page, last, written, excluded, batches }: Written): Promise<void> {
  await tx.execute(sql`
    update delivery_plans set written_up_to = coalesce(${last}, written_up_to), candidates = candidates + ${written},
      covered = covered + ${page - written}, excluded = excluded + ${excluded}, open_batches = open_batches + ${batches}
    where launch_id = ${launchId}`)
}

async function endOfAudience(tx: Transaction, { launchId, openBatches }: Plan, { batches }: Written): Promise<void> {
  await tx.execute(sql`set local synchronous_commit = on`)
  await tx.update(deliveryPlans).set({ materialisedAt: sql`now()` }).where(sql`${deliveryPlans.launchId} = ${launchId}`)
  await movePlan(tx, launchId, { from: ["materialising"], to: "sending" })
  if (openBatches + batches === 0) await enqueueJob(tx, reportMailJob, { launchId })
}
