import { describe, expect, test } from "vitest"
import { type Asked, mayBeRepeated, verdictOn } from "#lib/delivery/delivery-answer.ts"
import { backoffMs, batchKey, KEY_HOURS } from "#lib/delivery/delivery-batch.ts"
import { idOf, type ReleaseId, type SubscriberId } from "#lib/kernel/ids.ts"
import type { BatchAnswer } from "#lib/mail/mailer.ts"

const now = Temporal.Instant.from("2026-12-01T09:00:00Z")
const [ada, bo] = ["ada", "bo"].map((name) => ({ subscriberId: idOf<SubscriberId>(name), address: `${name}@example.com`, name: null }))
if (!ada || !bo) throw new Error("two recipients")

function asked(given: Partial<Asked> & { unsureSince?: Temporal.Instant; generation?: number } = {}): Asked {
  const { unsureSince = null, generation = 1, ...rest } = given
  return {
    batch: { attempts: 2, generation, unsureSince },
    recipients: [ada, bo].flatMap((one) => one ?? []),
    keepsKeys: true,
    now,
    ...rest,
  }
}

const accepted = { is: "accepted", providerId: "p1" } as const
const outcomes = (answer: BatchAnswer, given?: Parameters<typeof asked>[0]) => {
  const verdict = verdictOn(answer, asked(given))
  return verdict.is === "done" ? verdict.results.map(({ subscriberId, state }) => `${subscriberId} ${state}`) : verdict.is
}

describe("what follows from an answer", () => {
  test.each<[string, BatchAnswer, Parameters<typeof asked>[0], string | string[]]>([
    ["all accepted", { is: "answered", answers: [accepted, accepted] }, {}, ["ada accepted", "bo accepted"]],
    [
      "one address refused",
      { is: "answered", answers: [{ is: "refused", reason: "no", lasting: "this address" }, accepted] },
      {},
      ["ada failed", "bo accepted"],
    ],
    ["one mail unknown", { is: "answered", answers: [accepted, { is: "unknown", reason: "cut" }] }, {}, ["ada accepted", "bo unknown"]],
    ["fewer answers than mails", { is: "answered", answers: [accepted] }, {}, ["ada unknown", "bo unknown"]],
    ["more answers than mails", { is: "answered", answers: [accepted, accepted, accepted] }, {}, ["ada unknown", "bo unknown"]],
    ["asked to wait", { is: "again", afterMs: 1000, reason: "429" }, {}, "again"],
    ["no answer, where keys are kept", { is: "unsure", reason: "timeout" }, {}, "repeat"],
    ["no answer, where they are not", { is: "unsure", reason: "timeout" }, { keepsKeys: false }, ["ada unknown", "bo unknown"]],
    [
      "no answer, within the key's life",
      { is: "unsure", reason: "503" },
      { unsureSince: now.subtract({ hours: KEY_HOURS - 1 }) },
      "repeat",
    ],
    [
      "no answer, after the key's life",
      { is: "unsure", reason: "503" },
      { unsureSince: now.subtract({ hours: KEY_HOURS, minutes: 1 }) },
      ["ada unknown", "bo unknown"],
    ],
    ["quota spent", { is: "blocked", reason: "daily quota" }, {}, "pause"],
    ["refused as a whole", { is: "refused", reason: "422" }, {}, "split"],
  ])("%s", (_, answer, given, expected) => {
    expect(outcomes(answer, given)).toEqual(expected)
  })

  test("a batch of one that is refused has found the mail that spoils it", () => {
    const verdict = verdictOn({ is: "refused", reason: "422" }, asked({ recipients: asked().recipients.slice(0, 1) }))
    expect(verdict).toMatchObject({ is: "done", results: [{ state: "failed", reason: "422" }] })
  })

  test("what is refused for now is tried later, and not for ever", () => {
    const answer: BatchAnswer = { is: "answered", answers: [accepted, { is: "refused", reason: "greylisted", lasting: "for now" }] }
    expect(verdictOn(answer, asked())).toMatchObject({ results: [{ state: "accepted" }], later: { reason: "greylisted" } })
    expect(verdictOn(answer, asked({ generation: 16 }))).toMatchObject({
      results: [{ state: "accepted" }, { state: "failed" }],
      later: null,
    })
  })
})

test("nothing is repeated where keys are not kept, however fresh", () => {
  expect(mayBeRepeated({ keepsKeys: false, now, batch: { unsureSince: null } })).toBe(false)
})

test("a key is the same for every attempt and another one for other mails", () => {
  const releaseId = idOf<ReleaseId>("0198b2a0-0000-7000-8000-000000000000")
  expect(batchKey({ releaseId, seq: 7, generation: 2 })).toBe(`rel/${releaseId}/b/7/g2`)
})

test("a provider that does not answer is asked again later and later, at most five minutes apart", () => {
  const waits = Array.from({ length: 20 }, (_, attempts) => backoffMs(attempts + 1))
  expect(waits.slice(0, 4)).toEqual([2000, 4000, 8000, 16_000])
  expect(waits).toEqual(waits.toSorted((one, other) => one - other))
  expect(Math.max(...waits)).toBe(300_000)
})
