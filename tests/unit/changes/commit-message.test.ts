import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { audienceOf } from "#lib/changes/change.ts"
import { type CommitMessage, parseCommitMessage, pullRequestsOf } from "#lib/changes/commit-message.ts"

const PULLS = "https://github.com/acme/shop/pull/"
const SHA = "8f14e45fceea167a5a36dedd4bea2543aabbccdd"

const plain: CommitMessage = {
  type: "other",
  scope: null,
  breaking: false,
  title: "",
  body: "",
  flags: [],
  revertsSha: null,
  reverts: null,
  pullRequest: null,
}

function lines(...text: string[]): string {
  return text.join("\n")
}

describe("the first line", () => {
  test.each<[string, Partial<CommitMessage>]>([
    ["feat: show the price", { type: "feat", title: "show the price" }],
    ["fix(cart): keep it", { type: "fix", scope: "cart", title: "keep it" }],
    ["feat!: drop the old cart", { type: "feat", breaking: true, title: "drop the old cart" }],
    ["refactor(api)!: rename it", { type: "refactor", scope: "api", breaking: true, title: "rename it" }],
    ["FEAT(Cart): Shout", { type: "feat", scope: "Cart", title: "Shout" }],
    ["feat(cart, checkout): both", { type: "feat", scope: "cart, checkout", title: "both" }],
    ["build-deps: a hyphen in the type", { type: "build-deps", title: "a hyphen in the type" }],
    ["feat:  two spaces", { type: "feat", title: "two spaces" }],
    ["fix: a colon: inside", { type: "fix", title: "a colon: inside" }],
    ["feat:no space is no convention", { title: "feat:no space is no convention" }],
    ["feat(): an empty scope is none", { title: "feat(): an empty scope is none" }],
    ["feat : a space before", { title: "feat : a space before" }],
    ["feat(cart: never closed", { title: "feat(cart: never closed" }],
    ["feat:", { title: "feat:" }],
    ["two words: are prose", { title: "two words: are prose" }],
    ["https://acme.example is an address", { title: "https://acme.example is an address" }],
    ["Show the price", { title: "Show the price" }],
    ["", {}],
    ["  feat: trimmed  \n\n", { type: "feat", title: "trimmed" }],
  ])("%j", (message, expected) => {
    expect(parseCommitMessage(message, null)).toEqual({ ...plain, ...expected })
  })
})

describe("the body and its trailers", () => {
  test.each<[string, string, Partial<CommitMessage>]>([
    ["a body stays", lines("feat: x", "", "First.", "", "Second."), { body: "First.\n\nSecond." }],
    ["a body right below the first line stays too", lines("feat: x", "More."), { body: "More." }],
    ["Windows' line ends are line ends", "feat: x\r\n\r\nBody.\r\n\r\nFeature-Flag: cart", { body: "Body.", flags: ["cart"] }],
    ["a flag is linked", lines("feat: x", "", "Feature-Flag: new-cart"), { flags: ["new-cart"] }],
    ["the trailer's name has no case", lines("feat: x", "", "FEATURE-flag: new-cart"), { flags: ["new-cart"] }],
    ["several flags in several lines", lines("feat: x", "", "Feature-Flag: a", "Feature-Flag: b"), { flags: ["a", "b"] }],
    ["several flags in one line", lines("feat: x", "", "Feature-Flag: a, b,c ,"), { flags: ["a", "b", "c"] }],
    ["a flag twice is one flag", lines("feat: x", "", "Feature-Flag: a", "Feature-Flag: a"), { flags: ["a"] }],
    ["what cannot be a key is no flag", lines("feat: x", "", "Feature-Flag: the new cart, b"), { flags: ["b"] }],
    [
      "a trailer above the last paragraph is prose",
      lines("feat: x", "", "Feature-Flag: a", "", "More."),
      { body: "Feature-Flag: a\n\nMore." },
    ],
    [
      "flags beside other trailers",
      lines("feat: x", "", "Body.", "", "Feature-Flag: a", "Signed-off-by: Ada <ada@acme.example>", "Closes #4"),
      { body: "Body.", flags: ["a"] },
    ],
    ["a flag line below prose is taken out of it", lines("feat: x", "", "Prose.", "Feature-Flag: a"), { body: "Prose.", flags: ["a"] }],
    ["a continued trailer goes as a whole", lines("feat: x", "", "B.", "", "Note: one", "  and more"), { body: "B." }],
    ["an address at the end is no trailer", lines("feat: x", "", "https://acme.example/a"), { body: "https://acme.example/a" }],
    ["cherry-picked", lines("feat: x", "", "B.", "", `(cherry picked from commit ${SHA})`), { body: "B." }],
    ["breaking by footer", lines("feat: x", "", "BREAKING CHANGE: it moved"), { breaking: true }],
    ["breaking with a hyphen", lines("feat: x", "", "BREAKING-CHANGE: it moved"), { breaking: true }],
    ["breaking must be in capitals", lines("feat: x", "", "Breaking change: perhaps"), { body: "Breaking change: perhaps" }],
    ["breaking goes on", lines("feat: x", "", "B.", "", "BREAKING CHANGE: it moved", "to there"), { body: "B.", breaking: true }],
    [
      "breaking in a paragraph before the trailers",
      lines("feat: x", "", "B.", "", "BREAKING CHANGE: it moved", "", "Feature-Flag: a"),
      { body: "B.", breaking: true, flags: ["a"] },
    ],
  ])("%s", (_, message, expected) => {
    expect(parseCommitMessage(message, null)).toEqual({ ...plain, type: "feat", title: "x", ...expected })
  })
})

describe("reverts", () => {
  test.each<[string, string, Partial<CommitMessage>]>([
    ["git's own words", lines('Revert "feat: x"', "", `This reverts commit ${SHA}.`), { title: 'Revert "feat: x"', revertsSha: SHA }],
    ["bringing back", lines('Reapply "feat: x"', "", `This reverts commit ${SHA}.`), { title: 'Reapply "feat: x"', revertsSha: SHA }],
    ["of a merge", lines('Revert "x"', "", `This reverts commit ${SHA}, reversing`, "changes made to abc."), { revertsSha: SHA }],
    ["by convention", lines("revert: feat(cart): x", "", "Refs: 676104E"), { title: "feat(cart): x", revertsSha: "676104e", body: "" }],
    ["the first of several", lines("revert: two", "", "Refs: 676104e, a215868"), { revertsSha: "676104e" }],
    ["by convention, in git's words", lines("revert: x", "", `This reverts commit ${SHA}.`), { revertsSha: SHA }],
    ["without saying of what", "revert: x", { title: "x", revertsSha: null }],
    ["too short to name a commit", lines("revert: x", "", "Refs: 67610"), { revertsSha: null }],
  ])("%s", (_, message, expected) => {
    expect(parseCommitMessage(message, null)).toMatchObject({ type: "revert", ...expected })
  })

  test("git's sentence counts under another title as well, mere references do not", () => {
    expect(parseCommitMessage(`fix: the old header again\n\nThis reverts commit ${SHA}.`, null)).toMatchObject({
      type: "fix",
      revertsSha: SHA,
    })
    expect(parseCommitMessage(`fix: x\n\nRefs: ${SHA}`, null).revertsSha).toBeNull()
    expect(parseCommitMessage(`fix: x\n\nWe say This reverts commit ${SHA}.`, null).revertsSha).toBeNull()
  })
})

describe("pull requests", () => {
  const twelve = { number: 12, url: `${PULLS}12` }

  test.each<[string, string, Partial<CommitMessage>]>([
    ["squashed", "feat(cart): x (#12)", { type: "feat", scope: "cart", title: "x", pullRequest: twelve }],
    ["merged", lines("Merge pull request #12 from acme/cart", "", "feat: x", "", "More."), { type: "feat", title: "x", body: "More." }],
    ["merged without a title", "Merge pull request #12 from acme/cart", { title: "Merge pull request #12 from acme/cart" }],
    ["a revert, squashed", 'Revert "feat: x (#11)" (#12)', { type: "revert", title: 'Revert "feat: x (#11)"', pullRequest: twelve }],
  ])("%s", (_, message, expected) => {
    expect(parseCommitMessage(message, PULLS)).toEqual({ ...plain, pullRequest: twelve, ...expected })
  })

  test("a number that leads nowhere stays in the title and is no pull request", () => {
    expect(parseCommitMessage("feat: x (#12)", null)).toMatchObject({ title: "x (#12)", pullRequest: null })
    expect(parseCommitMessage("Merge pull request #12 from acme/cart\n\nfeat: x", null)).toMatchObject({ title: "x", pullRequest: null })
    expect(parseCommitMessage("feat: see (#12) there", PULLS)).toMatchObject({ title: "see (#12) there", pullRequest: null })
  })

  test("they are on GitHub only where the commit's own address is", () => {
    expect(pullRequestsOf("acme/shop", `https://github.com/acme/shop/commit/${SHA}`)).toBe(PULLS)
    expect(pullRequestsOf("acme/shop", `https://github.com/acme/shop-two/commit/${SHA}`)).toBeNull()
    expect(pullRequestsOf("acme/shop", `https://github.com.evil.example/acme/shop/commit/${SHA}`)).toBeNull()
    expect(pullRequestsOf("acme/shop", null)).toBeNull()
  })
})

test.each([
  ["feat", false, "customer"],
  ["fix", false, "customer"],
  ["perf", false, "customer"],
  ["other", false, "customer"],
  ["security", false, "customer"],
  ["chore", false, "internal"],
  ["revert", false, "internal"],
  ["docs", false, "internal"],
  ["refactor", true, "customer"],
])("a change of type %s, breaking %s, concerns: %s", (type, breaking, audience) => {
  expect(audienceOf({ type, breaking })).toBe(audience)
})

test("any text at all is read, and its title is one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), fc.constantFrom(PULLS, null), (message, pulls) => {
      const read = parseCommitMessage(message, pulls)
      expect(read.title).not.toContain("\n")
      expect(read.type).toBe(read.type.toLowerCase())
    }),
  )
})
