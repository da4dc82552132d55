import { and, eq, inArray, or, type SQL } from "drizzle-orm"
import { launches } from "#db/schema/launches.ts"
import { RECALLABLE_STATES } from "./launch.ts"

/** Whether what a launch made public still is, as a condition: a launch whose mail waits for a person is public like every other. */
export function isPublicLaunch(): SQL | undefined {
  return or(inArray(launches.state, [...RECALLABLE_STATES]), and(eq(launches.state, "attention"), eq(launches.interrupted, "announcing")))
}
