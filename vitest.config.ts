import { defineConfig } from "vitest/config"

/** Files that need PostgreSQL get a database of their own, cloned from a migrated template. */
const onPostgres = { globalSetup: ["tests/support/start-cluster.ts"], testTimeout: 60_000, hookTimeout: 300_000 }
const everywhere = { setupFiles: ["tests/support/fail-on-console-error.ts"] }

/** Holds a time against a bound, so it has the machine to itself after everything else. */
const MEASURED = "tests/features/site/moment.test.ts"

/** Starts processes by the dozen and kills them: beside it, nothing else would be in time. */
const INTERRUPTED = [
  "tests/features/launch/interrupted.test.ts",
  "tests/features/delivery/interrupted.test.ts",
  "tests/features/delivery/killed.test.ts",
]

/** Where a machine wants to count the results beside what people read. */
const results = process.env.CURTAIN_TEST_RESULTS

export default defineConfig({
  test: {
    reporters: results ? ["default", ["json", { outputFile: results }]] : ["default"],
    maxWorkers: 2,
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"], ...everywhere } },
      { test: { name: "architecture", include: ["tests/architecture/**/*.test.ts"], testTimeout: 60_000, ...everywhere } },
      { test: { name: "integration", include: ["tests/integration/**/*.test.ts"], ...onPostgres, ...everywhere } },
      {
        test: {
          name: "features",
          include: ["tests/features/**/*.test.ts"],
          exclude: [MEASURED, ...INTERRUPTED],
          ...onPostgres,
          ...everywhere,
        },
      },
      { test: { name: "interrupted", include: INTERRUPTED, sequence: { groupOrder: 2 }, ...onPostgres, ...everywhere } },
      { test: { name: "measured", include: [MEASURED], sequence: { groupOrder: 1 }, ...onPostgres, ...everywhere } },
    ],
  },
})
