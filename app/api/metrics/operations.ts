import { z } from "zod"
import { readMetrics } from "#lib/metrics/read-metrics.ts"
import { operation } from "../operation.ts"

export const readMetricsOperation = operation({
  method: "get",
  path: "/api/metrics",
  act: "metrics.read",
  summary: "Numbers for Prometheus, of this process",
  answers: { 200: { description: "Prometheus text format", mediaType: "text/plain", schema: z.string() } },
  run: async ({ deps }) => ({ status: 200, body: await readMetrics(deps) }),
})
