import { and, eq, inArray } from "drizzle-orm"
import { releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { Conflict } from "../kernel/errors.ts"
import type { SegmentId } from "../kernel/ids.ts"
import { IS_PROMISED, MAY_STILL_LAUNCH } from "./segment-use.ts"

/**
 * Throws while a release depends on the segment: on its name and on its being there as long as the release may still be launched, and
 * on its rule once people were promised when. Asked under the segment's lock, which whoever begins a launch shares.
 */
export async function refuseUsedSegment(tx: Transaction, id: SegmentId, act: "remove" | "rename" | "edit"): Promise<void> {
  const states = act === "edit" ? IS_PROMISED : MAY_STILL_LAUNCH
  const users = await tx
    .select({ name: releases.name })
    .from(releases)
    .where(and(eq(releases.segmentId, id), inArray(releases.state, [...states])))
    .orderBy(releases.createdAt, releases.id)
    .limit(4)
  if (users.length === 0) return
  const named = users.slice(0, 3).map(({ name }) => `"${name}"`)
  const rest = users.length > 3 ? " and others" : ""
  throw new Conflict("segment_in_use", `${named.join(", ")}${rest} ${users.length === 1 ? "is" : "are"} for this segment. ${INSTEAD[act]}`)
}

const INSTEAD = {
  remove: "Choose another audience there first.",
  rename: "Choose another audience there first, or keep the name.",
  edit: "Unschedule it first, or wait until its launch has ended.",
}
