import { sql } from "drizzle-orm"
import { expect, test } from "vitest"
import { listAudit } from "#lib/audit/queries.ts"
import { editChange } from "#lib/changes/edit-change.ts"
import { listChanges } from "#lib/changes/queries.ts"
import { RetryLater } from "#lib/jobs/run-job.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { getRelease } from "#lib/releases/queries.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { deliveryOf, fromGitHub, type GitHubDelivery, HOOK_ENV, settleHooks, unreleased } from "#tests/support/hook-steps.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { aMerge, aPush, aStatus, sha } from "./github-events.ts"

const world = await aWorld(HOOK_ENV)
shareRuntime(world)

let repositories = 0
/** A repository of its own per test; `tell` sends what GitHub would and lets it be processed. */
function aRepository() {
  const repository = `acme/shop-${++repositories}`
  return {
    repository,
    tell: async (...deliveries: GitHubDelivery[]) => {
      for (const delivery of deliveries) expect((await fromGitHub(delivery)).status).toBe(202)
      await settleHooks(world)
    },
    all: async () => listChanges(world.db, { repository, after: null, limit: 100 }),
    titles: async () => (await listChanges(world.db, { repository, after: null, limit: 100 })).map(({ title }) => title).sort(),
    unreleased: () => unreleased(world, repository),
  }
}

test("pushes, merges and a deployment: what is deployed and unreleased is one change per piece of work", async () => {
  const { repository, tell, unreleased } = aRepository()
  await tell(
    aPush({ repository, before: "", commits: ["one"] }),
    aPush({ repository, before: "one", commits: ["c1", "c2", { name: "m", message: "Merge pull request #7 from acme/topic\n\nSearch" }] }),
    aMerge({ repository, number: 7, title: "Search in past orders", merge: "m", labels: ["enhancement"] }),
    aPush({ repository, before: "m", commits: ["later"] }),
    aStatus({ repository, of: "m" }),
  )
  expect(await unreleased()).toEqual(["Search in past orders", "one"])
})

test("a pull request alone is a change, and is deployed when its merge is", async () => {
  const { repository, tell, all, unreleased } = aRepository()
  await tell(
    aMerge({ repository, number: 3, title: "feat(cart): gift notes", merge: "m", body: "Feature-Flag: gift-notes\n\n- [x] tested" }),
  )
  expect(await all()).toMatchObject([
    { title: "gift notes", type: "feat", scope: "cart", flags: ["gift-notes"], sha: sha("m"), author: "noor", deployedAt: null },
  ])
  await tell(aStatus({ repository, of: "m" }))
  expect(await unreleased()).toEqual(["gift notes"])
})

test.each([
  ["the push first", [0, 1]],
  ["the pull request first", [1, 0]],
])("a squash keeps the words of both, %s", async (_, order) => {
  const { repository, tell, all } = aRepository()
  const message = "Gift notes (#4)\n\nFeature-Flag: gift-notes"
  const told = [
    aPush({ repository, before: "", commits: [{ name: "s", message }] }),
    aMerge({ repository, number: 4, title: "Gift notes", merge: "s", labels: ["bug", "flag:notes-2"], commits: 3, head: "h" }),
  ]
  for (const at of order) await tell(...told.slice(at, at + 1))
  expect(await all()).toMatchObject([
    { title: "Gift notes", type: "fix", audience: "customer", flags: ["gift-notes", "notes-2"], pullRequest: { number: 4 } },
  ])
})

test.each([
  ["by count", { commits: 2 }],
  ["without one", {}],
])("a rebase is absorbed %s; what came before it is not", async (_, told) => {
  const { repository, tell, titles } = aRepository()
  await tell(
    aPush({ repository, before: "", commits: ["one"] }),
    aPush({ repository, before: "one", commits: ["r1", "r2"] }),
    aMerge({ repository, number: 5, title: "feat: rebased", merge: "r2", head: "h2", ...told }),
  )
  expect(await titles()).toEqual(["one", "rebased"])
})

test("a merge queue pushes several at once, and each takes its own", async () => {
  const { repository, tell, titles } = aRepository()
  const merge = (name: string, number: number) => ({ name, message: `Merge pull request #${number} from acme/x\n\nfeat: of ${number}` })
  await tell(
    aMerge({ repository, number: 12, title: "feat: twelve", merge: "m12" }),
    aPush({ repository, before: "", commits: ["a1", merge("m11", 11), "b1", "b2", merge("m12", 12)] }),
  )
  expect(await titles()).toEqual(["a1", "of 11", "twelve"])
  await tell(aMerge({ repository, number: 11, title: "feat: eleven", merge: "m11" }))
  expect(await titles()).toEqual(["eleven", "twelve"])
})

test("a revert of a pull request takes it out of what is deployed, and its own revert brings it back", async () => {
  const { repository, tell, unreleased } = aRepository()
  await tell(
    aPush({ repository, before: "", commits: [{ name: "s1", message: "feat: gift notes (#1)" }] }),
    aMerge({ repository, number: 1, title: "feat: gift notes", merge: "s1" }),
    aPush({ repository, before: "s1", commits: [{ name: "s2", message: 'Revert "feat: gift notes" (#2)' }] }),
    aMerge({ repository, number: 2, title: 'Revert "feat: gift notes"', merge: "s2", body: `Reverts ${repository}#1` }),
    aStatus({ repository, of: "s2" }),
  )
  expect(await unreleased()).toEqual([])
  await tell(
    aPush({ repository, before: "s2", commits: [{ name: "s3", message: 'Reapply "feat: gift notes" (#3)' }] }),
    aMerge({ repository, number: 3, title: 'Reapply "feat: gift notes"', merge: "s3", body: `Reverts ${repository}#2` }),
    aStatus({ repository, of: "s3" }),
  )
  expect(await unreleased()).toEqual(["gift notes"])
})

test("a force-push takes what it replaced out of what is deployed afterwards, and not before", async () => {
  const { repository, tell, unreleased } = aRepository()
  await tell(aPush({ repository, before: "", commits: ["a"] }), aPush({ repository, before: "a", commits: ["b", "c"] }))
  await tell(aStatus({ repository, of: "c" }), aPush({ repository, before: "c", after: "a", commits: [], forced: true }))
  await tell(aPush({ repository, before: "a", commits: ["d"] }))
  expect(await unreleased()).toEqual(["a", "b", "c"])
  await tell(aStatus({ repository, of: "d" }))
  expect(await unreleased()).toEqual(["a", "d"])
  await tell(aStatus({ repository, of: "c" }))
  expect(await unreleased()).toEqual(["a", "b", "c"])
})

test("a commit that was amended is gone with the deployment of its better version", async () => {
  const { repository, tell, unreleased } = aRepository()
  const typo = { name: "b", message: "feat: serach" }
  await tell(aPush({ repository, before: "", commits: ["a", typo] }), aStatus({ repository, of: "b" }))
  await tell(aPush({ repository, before: "b", commits: [{ name: "b2", message: "feat: search" }], forced: true }))
  expect(await unreleased()).toEqual(["a", "serach"])
  await tell(aStatus({ repository, of: "b2" }))
  expect(await unreleased()).toEqual(["a", "search"])
})

test("what a person said of a change stands, whatever is told of it later", async () => {
  const { repository, tell, all } = aRepository()
  await tell(aPush({ repository, before: "", commits: [{ name: "s", message: "Tidy up (#8)" }] }))
  const [change] = await all()
  if (change === undefined) throw new Error("no change")
  await editChange(world, ADA, { id: change.id, title: "Faster search", audience: "customer", flags: [] })
  await tell(aMerge({ repository, number: 8, title: "chore: tidy up", merge: "s", labels: ["flag:tidy"] }))
  expect(await all()).toMatchObject([{ title: "Faster search", audience: "customer", flags: [], pullRequest: { number: 8 } }])
})

test("a release that has a commit has its pull request from then on", async () => {
  const { repository, tell, all } = aRepository()
  await tell(aPush({ repository, before: "", commits: ["c1", { name: "m", message: "Merge pull request #9 from acme/x" }] }))
  const commit = (await all()).find(({ sha: one }) => one === sha("c1"))
  if (commit === undefined) throw new Error("no change")
  const release = await planRelease(world, ADA, planReleaseInput.parse({ name: "Spring", changes: [commit.id], mail: "none" }))
  await tell(aMerge({ repository, number: 9, title: "feat: nine", merge: "m" }))
  const [change] = await all()
  expect(change).toMatchObject({ title: "nine", release: { name: "Spring" } })
  expect((await getRelease(world.db, release)).changes.map(({ id }) => id)).toEqual([change?.id])
})

test("while a release launches with a commit, its pull request waits", async () => {
  const { repository, tell, all } = aRepository()
  await tell(aPush({ repository, before: "", commits: ["c1", { name: "m", message: "Merge pull request #9 from acme/x" }] }))
  const commit = (await all()).find(({ sha: one }) => one === sha("c1"))
  if (commit === undefined) throw new Error("no change")
  const release = await planRelease(world, ADA, planReleaseInput.parse({ name: "Summer", changes: [commit.id], mail: "none" }))
  await world.db.execute(sql`update releases set state = 'launching' where id = ${release}`)
  const { body } = await fromGitHub(aMerge({ repository, number: 9, title: "feat: nine", merge: "m" }))
  await expect(settleHooks(world)).rejects.toThrow(RetryLater)
  expect((await deliveryOf(world, body.id))?.outcome).toBe("received")
  await world.db.execute(sql`update releases set state = 'released' where id = ${release}`)
  await settleHooks(world)
  expect(await all()).toMatchObject([{ title: "nine", release: { name: "Summer" } }])
})

test("a branch, a tag, an unmerged or a foreign pull request change nothing, and say why", async () => {
  const { repository, titles } = aRepository()
  const cases = [
    [aPush({ repository, before: "", commits: ["x"], branch: "topic" }), "This was a push to topic; changes are taken from main"],
    [aMerge({ repository, number: 1, title: "x", merge: "x", base: "topic" }), "This was the merge of #1 into topic"],
    [aMerge({ repository, number: 2, title: "x", merge: "x", merged: false }), "#2 was closed without being merged."],
  ] as const
  for (const [delivery, reason] of cases) {
    const { body } = await fromGitHub(delivery)
    await settleHooks(world)
    const settled = await deliveryOf(world, body.id)
    expect(settled?.outcome).toBe("ignored")
    expect(settled?.reason).toContain(reason)
  }
  expect(await titles()).toEqual([])
})

test("a push of as many commits as GitHub lists at most is taken in within seconds, and a cut one keeps its head", async () => {
  const { repository, tell, unreleased } = aRepository()
  const push = aPush({ repository, before: "", commits: Array.from({ length: 2049 }, (_, at) => `n${at}`) })
  push.payload.commits.pop()
  const begun = performance.now()
  await tell(push, aStatus({ repository, of: "n2048" }))
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(await unreleased()).toHaveLength(2049)
})

test("every push and merge that changed something is one line of the audit log", async () => {
  const { repository, tell } = aRepository()
  const push = aPush({ repository, before: "", commits: ["a"] })
  await tell(push, push, aMerge({ repository, number: 1, title: "feat: a", merge: "a" }))
  const lines = await listAudit(world.db, { limit: 100, before: null })
  const ours = lines.filter(({ detail }) => detail.repository === repository)
  expect(ours.map(({ action, actor }) => `${action} ${actor.name}`).sort()).toEqual([
    "pull_request.recorded GitHub",
    "push.recorded GitHub",
  ])
})
