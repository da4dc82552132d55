import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"

export type Metrics = {
  registry: Registry
  requestSeconds: Histogram<"method" | "route" | "status">
  /** What is asked of the database each time somebody looks. */
  oldestUnclaimedJobSeconds: Gauge
  launchesStuck: Gauge
  mailBatchesOverdue: Gauge
  siteRevision: Gauge
}

// Next bundles lib/ a second time: the numbers of one process have one home, found through this.
const SHARED = Symbol.for("curtain.metrics")
type Shared = { [SHARED]?: Metrics }

export function metricsOfThisProcess(): Metrics {
  const shared = globalThis as Shared
  shared[SHARED] ??= openMetrics()
  return shared[SHARED]
}

// From an answer out of memory to a body of 1 MB on a busy database.
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

function openMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requestSeconds: new Histogram({
      name: "curtain_http_request_seconds",
      help: "How long requests of the HTTP interface took, by route pattern",
      labelNames: ["method", "route", "status"],
      buckets: SECONDS,
      registers,
    }),
    oldestUnclaimedJobSeconds: gauge("curtain_oldest_unclaimed_job_seconds", "How long the oldest job that is due has waited", registers),
    mailBatchesOverdue: gauge("curtain_mail_batches_overdue", "Batches of mail that could have been sent for an hour", registers),
    launchesStuck: gauge("curtain_launches_stuck", "Launches that are neither final nor waiting for a person after one hour", registers),
    siteRevision: gauge("curtain_site_revision", "The revision this process answers visitors with; absent while unconfirmed", registers),
  }
}

function gauge(name: string, help: string, registers: Registry[]): Gauge {
  return new Gauge({ name, help, registers })
}
