import { describe, expect, test } from "vitest"
import { evaluateReadiness, type Facts, type ReadinessCheck } from "#lib/launch/readiness.ts"

const READY: Facts = {
  changes: [{ title: "Night mode", inProduction: true }],
  flags: [
    {
      key: "night-mode",
      environment: "production",
      present: { kind: "off" },
      desired: { kind: "everyone" },
      obstacle: null,
      transient: false,
      movedBy: null,
    },
  ],
  documents: [{ kind: "entry", title: "Night mode", slug: "night-mode", isApproved: true }],
  requires: [],
  deadLinks: [],
  outsideLinks: 0,
}

function check(name: ReadinessCheck["check"], facts: Partial<Facts>): ReadinessCheck | undefined {
  return evaluateReadiness({ ...READY, ...facts }).checks.find((one) => one.check === name)
}

test("a release with everything in place is ready, and every check says what it saw", () => {
  const report = evaluateReadiness(READY)
  expect(report.is).toBe("ready")
  expect(report.checks.map(({ check: name, status }) => [name, status])).toEqual([
    ["changes", "pass"],
    ["flags", "pass"],
    ["documents", "pass"],
    ["approval", "pass"],
    ["links", "pass"],
  ])
  expect(report.checks.every(({ evidence }) => evidence.endsWith("."))).toBe(true)
})

describe("each thing that is missing blocks by itself, and names what is missing", () => {
  test.each<[ReadinessCheck["check"], Partial<Facts>, string]>([
    ["changes", { changes: [{ title: "Night mode", inProduction: false }] }, "Night mode"],
    ["flags", { flags: READY.flags.map((flag) => ({ ...flag, movedBy: "Other release" })) }, "Other release"],
    ["flags", { flags: READY.flags.map((flag) => ({ ...flag, present: { kind: "unknown", reason: "no answer" } as const })) }, "no answer"],
    [
      "flags",
      { flags: READY.flags.map((flag) => ({ ...flag, present: { kind: "blocked", reason: "needs approval" } as const })) },
      "needs approval",
    ],
    ["documents", { documents: [] }, "entry"],
    ["documents", { requires: ["article"] }, "article"],
    ["approval", { documents: READY.documents.map((document) => ({ ...document, isApproved: false })) }, "Night mode"],
    ["links", { deadLinks: [{ title: "Night mode", address: "/help/nowhere" }] }, "/help/nowhere"],
  ])("%s", (name, facts, named) => {
    expect(check(name, facts)).toMatchObject({ status: "block", evidence: expect.stringContaining(named) })
    expect(evaluateReadiness({ ...READY, ...facts }).is).toBe("blocked")
  })
})

test("a release without a change may launch, with a warning", () => {
  expect(check("changes", { changes: [] })?.status).toBe("warn")
  expect(evaluateReadiness({ ...READY, changes: [] }).is).toBe("ready")
})

test("evidence names five at most and counts the rest", () => {
  const changes = Array.from({ length: 8 }, (_, index) => ({ title: `Change ${index + 1}`, inProduction: false }))
  expect(check("changes", { changes })?.evidence).toBe("Not in production: Change 1, Change 2, Change 3, Change 4, Change 5 and 3 more.")
})
