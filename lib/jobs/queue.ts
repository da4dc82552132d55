import { sql } from "drizzle-orm"
import { fromDrizzle, PgBoss } from "pg-boss"
import type { InsertJob } from "#db/transaction.ts"
import type { Log } from "../kernel/log.ts"
import type { AnyJob, Kept } from "./define-job.ts"
import { type Binding, runJob } from "./run-job.ts"

export type Queue = {
  /** Given to `openDatabase`: how a transaction promises a job. */
  insertJob: InsertJob
  /** Starts taking jobs; `stop` lets those in hand end. */
  work(bindings: Binding[]): Promise<void>
  stop(): Promise<void>
}

/** A dead worker is found after its heartbeat and one round of supervision; both rounds default to a minute. */
const HEARTBEAT_SECONDS = 10
const SUPERVISE_SECONDS = 1

/** NOTIFY wakes a worker for what can run at once, and not for what becomes due or is tried again: that is asked for. */
const POLL_SECONDS: Record<Kept, number> = { "to the half second": 0.5, "within seconds": 3 }

/** What was tried for an hour can wait this much longer. */
const SPENT_POLL_SECONDS = 5

/** Long enough for the slowest step, and for a stop to be graceful within the 30 s that service managers give. */
const STOP_MS = 20_000

/** Each process opens one. Only a worker supervises: it looks for jobs whose worker died. */
export async function openQueue(options: { url: string; jobs: AnyJob[]; log: Log; supervises: boolean }): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: options.url,
    max: options.supervises ? 4 : 2,
    supervise: options.supervises,
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    useListenNotify: options.supervises,
  })
  let stopping: Promise<void> | null = null
  boss.on("error", (error) => options.log.warn({ err: error }, "the job queue reported an error"))
  await boss.start()
  for (const job of options.jobs) await createQueues(boss, job)
  return {
    insertJob: async (tx, request) => {
      await boss.send(request.name, request.data, {
        db: fromDrizzle(tx, sql),
        startAfter: request.startAfterSeconds,
        ...(request.key === null ? {} : { singletonKey: request.key }),
      })
    },
    work: (bindings) => workOn(boss, bindings, options.log),
    stop: () => {
      stopping ??= boss.stop({ graceful: true, timeout: STOP_MS })
      return stopping
    },
  }
}

async function createQueues(boss: PgBoss, job: AnyJob): Promise<void> {
  const { firstDelaySeconds, longestDelaySeconds, attempts } = job.patience
  await boss.createQueue(spentQueue(job), { retryLimit: 1_000_000, retryDelay: 5 })
  await boss.createQueue(job.name, {
    policy: "singleton",
    notify: true,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    retryLimit: attempts,
    retryDelay: firstDelaySeconds,
    retryDelayMax: longestDelaySeconds,
    retryBackoff: true,
    deadLetter: spentQueue(job),
  })
}

async function workOn(boss: PgBoss, bindings: Binding[], log: Log): Promise<void> {
  for (const { job, run, whenSpent } of bindings) {
    const seconds = POLL_SECONDS[job.kept]
    const often = { pollingIntervalSeconds: seconds, notifyPollingIntervalSeconds: seconds, localConcurrency: 2 }
    await boss.work<object>(job.name, often, async ([taken]) => {
      if (taken) await runJob(log, job.name, taken.data, run)
    })
    await boss.work<object>(spentQueue(job), { pollingIntervalSeconds: SPENT_POLL_SECONDS }, async ([taken]) => {
      if (taken) await runJob(log, spentQueue(job), taken.data, whenSpent)
    })
  }
}

function spentQueue(job: AnyJob): string {
  return `${job.name}.spent`
}
