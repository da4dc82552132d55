import { describe, expect, test } from "vitest"
import type { MailFacts } from "#lib/launch/mail-readiness.ts"
import { evaluateReadiness, type Facts } from "#lib/launch/readiness.ts"
import type { ReadinessCheck } from "#lib/launch/readiness-check.ts"

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
  purpose: "release",
  mail: null,
  unsentEmails: [],
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
    ["email", "pass"],
    ["sender", "pass"],
    ["audience", "pass"],
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

describe("a release that is to be mailed", () => {
  const email = { kind: "email", title: "See in the dark", slug: "see-in-the-dark", isApproved: true } as const
  const MAILED: Partial<Facts> = {
    documents: [...READY.documents, email],
    mail: {
      emails: [{ title: "See in the dark", locale: "en", trouble: null }],
      sender: { name: "Acme", postalAddress: "1 Harbour Street\nDublin" },
      audience: { mailed: 1204, excluded: 0, covered: 0, isMore: false },
    },
  }
  const mailed = (mail: Partial<MailFacts>): Partial<Facts> => ({ ...MAILED, mail: { ...(MAILED.mail as MailFacts), ...mail } })

  test("is ready with an approved email, a sender and somebody to read it, and says how many", () => {
    const report = evaluateReadiness({ ...READY, ...MAILED })
    expect(report.is).toBe("ready")
    expect(report.checks.slice(5).map(({ evidence }) => evidence)).toEqual([
      "1 email is rendered and fit for every mail program: en.",
      "Acme, 1 Harbour Street, Dublin.",
      "1204 subscribers will be mailed.",
    ])
  })

  test.each<[ReadinessCheck["check"], string, Partial<Facts>, string]>([
    ["documents", "no email", { ...mailed({ emails: [] }), documents: READY.documents }, "Missing: email"],
    ["email", "no email", { ...mailed({ emails: [] }), documents: READY.documents }, "there is no email"],
    ["approval", "unapproved", { ...MAILED, documents: [...READY.documents, { ...email, isApproved: false }] }, 'email "See in the dark"'],
    [
      "email",
      "trouble",
      mailed({ emails: [{ title: "Night", locale: "en", trouble: "is 134 KB as a mail." }] }),
      'Email "Night" is 134 KB',
    ],
    ["sender", "no sender", mailed({ sender: null }), "PATCH /api/v1/sender"],
    ["audience", "nobody", mailed({ audience: { mailed: 0, excluded: 0, covered: 0, isMore: false } }), "Nobody would be mailed."],
    [
      "audience",
      "nobody but excluded",
      mailed({ audience: { mailed: 0, excluded: 3, covered: 0, isMore: false } }),
      "3 subscribers are left out",
    ],
  ])("is blocked by %s: %s", (name, _, facts, named) => {
    expect(check(name, facts)).toMatchObject({ status: "block", evidence: expect.stringContaining(named) })
    expect(evaluateReadiness({ ...READY, ...facts }).is).toBe("blocked")
  })

  test("tells of those left out, and stops counting where nobody needs the number", () => {
    expect(check("audience", mailed({ audience: { mailed: 5, excluded: 1, covered: 2, isMore: false } }))?.evidence).toBe(
      "5 subscribers will be mailed. 2 subscribers have had it in an earlier launch. 1 subscriber is left out: they asked for that, or cannot be reached.",
    )
    const many = mailed({ audience: { mailed: 9_998, excluded: 3, covered: 0, isMore: true } })
    expect(check("audience", many)?.evidence).toBe("Of the first 10,000 subscribers 9,998 will be mailed, and there are more.")
  })

  test("may be launched again where everybody has had it", () => {
    const facts = mailed({ audience: { mailed: 0, excluded: 0, covered: 4, isMore: false } })
    expect(check("audience", facts)).toMatchObject({ status: "pass", evidence: expect.stringContaining("4 subscribers have had it") })
  })

  test("as a correction needs neither change nor entry, and an email all the same", () => {
    const correction = { ...MAILED, purpose: "correction" as const, changes: [], documents: [email] }
    expect(evaluateReadiness({ ...READY, ...correction }).checks.map(({ status }) => status)).toEqual(Array(8).fill("pass"))
    expect(check("documents", { ...correction, documents: [] })).toMatchObject({ status: "block", evidence: "Missing: email." })
  })

  test("an email that nobody will get is a warning, and no missing document", () => {
    const facts = { requires: ["email" as const], unsentEmails: ["See in the dark"] }
    expect(check("email", facts)).toMatchObject({ status: "warn", evidence: expect.stringContaining('email "See in the dark"') })
    expect(check("documents", facts)?.status).toBe("pass")
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
