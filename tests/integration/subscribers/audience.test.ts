import { asc, eq, gt, sql } from "drizzle-orm"
import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { subscribers, suppressions } from "#db/schema/subscribers.ts"
import { isFulfilled } from "#lib/flags/condition.ts"
import { idOf, newId, type SubscriberId } from "#lib/kernel/ids.ts"
import { OPERATORS } from "#lib/kernel/trait-condition.ts"
import { exclusionReason, isCandidate, mayBeMailed } from "#lib/subscribers/audience.ts"
import type { SegmentRule } from "#lib/subscribers/segment.ts"
import { segmentCondition } from "#lib/subscribers/segment-condition.ts"
import { aWorld, type World } from "#tests/support/world.ts"

let world: World
beforeAll(async () => {
  world = await aWorld()
})

const JOINED = Temporal.Instant.from("2026-11-01T12:00:00Z")
type Row = Partial<typeof subscribers.$inferInsert> & { email: string }

async function aSubscriber({ email, ...more }: Row): Promise<SubscriberId> {
  const id = newId<SubscriberId>()
  const consent = { consentBasis: "stated", consentAt: JOINED, consentSource: "test" } as const
  await world.db
    .insert(subscribers)
    .values({ id, email, address: email, addressHash: `hash of ${email}`, locale: "en", state: "active", ...consent, ...more })
  return id
}

async function membersOf(rule: SegmentRule): Promise<string[]> {
  const rows = await world.db
    .select({ email: subscribers.email })
    .from(subscribers)
    .where(segmentCondition(rule))
    .orderBy(asc(subscribers.email))
  return rows.map(({ email }) => email)
}

describe("a segment", () => {
  beforeAll(async () => {
    await aSubscriber({ email: "ada@acme.example", traits: { plan: "pro", seats: 12, beta: true }, locale: "de", topics: ["api"] })
    await aSubscriber({ email: "bob@acme.example", traits: { plan: "free", seats: "12" } })
    await aSubscriber({ email: "cyd@other.example", traits: {}, topics: ["billing"] })
  })

  const [ada, bob, cyd] = ["ada@acme.example", "bob@acme.example", "cyd@other.example"]
  const cases: [string, SegmentRule, (string | undefined)[]][] = [
    ["by a trait", { trait: "plan", operator: "equals", values: ["pro"] }, [ada]],
    ["whose missing traits fulfil nothing", { trait: "plan", operator: "not_equals", values: ["pro"] }, [bob]],
    ["turned around", { not: { trait: "plan", operator: "equals", values: ["pro"] } }, [bob, cyd]],
    ["by size, where it is a number", { trait: "seats", operator: "greater_than", values: [5] }, [ada]],
    ["by a yes or no", { trait: "beta", operator: "equals", values: [true] }, [ada]],
    ["by locale", { locales: ["de", "fr"] }, [ada]],
    ["by topic: who chose none follows all", { topics: ["api"] }, [ada, bob]],
    ["by domain", { emailDomains: ["acme.example"] }, [ada, bob]],
    ["by all of several", { all: [{ emailDomains: ["acme.example"] }, { trait: "plan", operator: "starts_with", values: ["fr"] }] }, [bob]],
    ["by any of several", { any: [{ locales: ["de"] }, { emailDomains: ["other.example"] }] }, [ada, cyd]],
    ["of no conditions", { all: [] }, [ada, bob, cyd]],
    ["of no alternatives", { any: [] }, []],
  ]
  test.each(cases)("%s", async (_, rule, members) => expect(await membersOf(rule)).toEqual(members))

  test("keeps what is written in a rule out of the statement", async () => {
    const nasty = "') or true --"
    expect(await membersOf({ trait: nasty, operator: "equals", values: [nasty] })).toEqual([])
    expect(await membersOf({ any: [{ locales: [nasty] }, { emailDomains: [nasty] }] })).toEqual([])
  })

  test("means what the same words mean behind a flag", async () => {
    const scalar = fc.oneof(fc.constantFrom("a", "ab", "b", "", "10", "é"), fc.constantFrom(-1, 0, 1, 2.5, 10), fc.boolean())
    const traits = fc.dictionary(fc.constantFrom("x", "y"), scalar, { noNullPrototype: true })
    const condition = fc.record({
      trait: fc.constantFrom("x", "y"),
      operator: fc.constantFrom(...OPERATORS),
      values: fc.array(scalar, { minLength: 1, maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(traits, condition, async (known, one) => {
        await world.db.update(subscribers).set({ traits: known }).where(eq(subscribers.email, "cyd@other.example"))
        const found = (await membersOf({ all: [one, { emailDomains: ["other.example"] }] })).length === 1
        expect(found, JSON.stringify({ known, one })).toBe(isFulfilled(one, known))
      }),
      { numRuns: 300 },
    )
  })
})

describe("an audience", () => {
  const inOrder = ["1", "2", "3"].map((last) => idOf<SubscriberId>(`0198c0de-0000-7000-8000-00000000000${last}`)) as [
    SubscriberId,
    SubscriberId,
    SubscriberId,
  ]
  type Line = { email: string; reason: string | null; mailable: boolean }
  async function listAudience(options: { topics: string[] | null; asOf?: Temporal.Instant; after?: SubscriberId }): Promise<Line[]> {
    const { topics, asOf = JOINED, after } = options
    return world.db
      .select({ email: subscribers.email, reason: exclusionReason({ topics }), mailable: mayBeMailed({ topics }) })
      .from(subscribers)
      .where(
        sql`${isCandidate({ segment: { emailDomains: ["crowd.example"] }, asOf })} and ${after ? gt(subscribers.id, after) : sql`true`}`,
      )
      .orderBy(asc(subscribers.id))
  }

  test("is who was active at the moment, with the reason for whoever is left out", async () => {
    const [first, second, third] = inOrder
    await aSubscriber({ id: first, email: "one@crowd.example" })
    await aSubscriber({ id: second, email: "two@crowd.example", topics: ["billing"] })
    await aSubscriber({ id: third, email: "bounced@crowd.example" })
    await world.db.insert(suppressions).values({ addressHash: "hash of bounced@crowd.example", reason: "bounced", source: "test" })
    await aSubscriber({ email: "late@crowd.example", consentAt: JOINED.add({ milliseconds: 1 }) })
    await aSubscriber({ email: "pending@crowd.example", state: "pending", consentAt: null, consentBasis: null })
    await aSubscriber({ email: "left@crowd.example", state: "ended", endedAt: JOINED, endReason: "one_click" })
    const everyone = [
      { email: "one@crowd.example", reason: null, mailable: true },
      { email: "two@crowd.example", reason: "topic", mailable: false },
      { email: "bounced@crowd.example", reason: "suppressed", mailable: false },
    ]
    expect(await listAudience({ topics: ["api"] })).toEqual(everyone)
    expect(await listAudience({ topics: ["api"], after: first })).toEqual(everyone.slice(1))
    expect((await listAudience({ topics: null })).map(({ reason }) => reason)).toEqual([null, null, "suppressed"])
  })

  test("is written out by one statement", async () => {
    const audience = { segment: null, topics: ["api"], asOf: JOINED }
    const told = await world.db.execute(sql`
      with written as (
        select ${subscribers.id} as id, ${exclusionReason(audience)} as reason from ${subscribers}
        where ${isCandidate(audience)} order by ${subscribers.id} limit 1000)
      select count(*)::int as candidates, count(reason)::int as excluded from written`)
    expect(told[0]).toEqual({ candidates: 6, excluded: 3 })
  })
})
