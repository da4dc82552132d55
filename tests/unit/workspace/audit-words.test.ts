import { describe, expect, test } from "vitest"
import type { AuditAction } from "#lib/audit/audit-record.ts"
import { addressOf, askedIn, filterOf } from "../../../app/workspace/audit/asked.ts"
import { wordsOf } from "../../../app/workspace/audit/audit-words.ts"
import { detailRows } from "../../../app/workspace/audit/detail-rows.ts"
import { verdictOn } from "../../../app/workspace/audit/verdict.ts"

const said = (action: AuditAction, detail = {}) => {
  const { before, after } = wordsOf({ action, detail })
  return `Ada ${before} X ${after}`.trim()
}

test.each<[AuditAction, object, string]>([
  ["document.approved", {}, "Ada approved X"],
  ["launch.moved", { from: "flipping", to: "rolling_back" }, "Ada moved the launch of X from flipping to rolling back"],
  ["launch.refused", {}, "Ada was refused the launch of X which was not ready"],
  ["flip.applied", { flag: "new-editor", environment: "production" }, "Ada set new-editor in production and read it back for X"],
  ["person.invited", { role: "author" }, "Ada invited X as author"],
])("%s is told as a sentence", (action, detail, sentence) => {
  expect(said(action, detail)).toBe(sentence)
})

test("an action that has no sentence is told by its own words", () => {
  expect(wordsOf({ action: "moon.landed_on" as AuditAction, detail: {} })).toEqual({ before: "moon: landed on", after: "" })
})

describe("details", () => {
  test("of a change are the fields that differ, with both values", () => {
    const before = { rollout: 100, enabled: true, description: "" }
    expect(detailRows({ before, after: { ...before, rollout: 40, description: "New" }, token: "kept" })).toEqual([
      { field: "rollout", before: "100", after: "40" },
      { field: "description", before: "nothing", after: "New" },
      { field: "token", before: null, after: "kept" },
    ])
  })

  test("are told as they are where nothing was before", () => {
    expect(detailRows({ scopes: ["admin", "flags:write"], ownApproval: false })).toEqual([
      { field: "scopes", before: null, after: "admin, flags:write" },
      { field: "own approval", before: null, after: "no" },
    ])
    expect(detailRows({ from: "viewer", before: null, after: "owner" })[0]).toEqual({ field: "value", before: "nothing", after: "owner" })
  })
})

describe("the verdict", () => {
  test("says how many lines are whole, and that some only wait", () => {
    expect(verdictOn({ ok: true, entries: 1204, unsealed: 1 })).toMatchObject({
      is: "done",
      message: expect.stringMatching(/^Verified: 1,204 sealed lines.* 1 line waits for the seal/),
    })
  })

  test("names the first line that is not, and what to do", () => {
    const firstBroken = { sequence: 7, recordId: "0198c0de", because: "the line was changed" }
    const verdict = verdictOn({ ok: false, entries: 6, unsealed: 0, firstBroken })
    expect(verdict).toMatchObject({
      is: "refused",
      message: expect.stringContaining("broken at link 7, the line 0198c0de: the line was changed. 6 sealed lines"),
    })
  })
})

test("days are whole ones of UTC, and what an address says wrongly is not asked for", () => {
  const asked = askedIn({ from: "2026-11-23", to: "2026-11-24", action: "DROP", kind: "release", before: "1" })
  expect(filterOf(asked)).toMatchObject({
    from: Temporal.Instant.from("2026-11-23T00:00Z"),
    until: Temporal.Instant.from("2026-11-25T00:00Z"),
  })
  expect(asked).toMatchObject({ action: undefined, before: undefined, kind: "release" })
  expect(addressOf(asked, { kind: null }, "/x")).toBe("/x?from=2026-11-23&to=2026-11-24")
})
