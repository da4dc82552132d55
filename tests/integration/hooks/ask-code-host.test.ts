import { sql } from "drizzle-orm"
import { afterAll, expect, test } from "vitest"
import { listChanges } from "#lib/changes/queries.ts"
import { askCodeHost } from "#lib/hooks/ask-code-host.ts"
import { askCodeHostJob } from "#lib/hooks/jobs.ts"
import type { HookDeliveryId } from "#lib/kernel/ids.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { startFakeGitHub } from "#tests/support/fake-github.ts"
import { deliveryOf, fromGitHub, type GitHubDelivery, HOOK_ENV, settleHooks, unreleased } from "#tests/support/hook-steps.ts"
import { aWorld } from "#tests/support/world.ts"
import { aMerge, aPush, aStatus, sha } from "./github-events.ts"

const TOKEN = "a-token-of-the-tests"
const github = await startFakeGitHub(TOKEN)
afterAll(github.close)
const asking = { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: github.url, CURTAIN_ALLOW_PRIVATE_HOSTS: new URL(github.url).host }
const world = await aWorld({ ...HOOK_ENV, ...asking })
shareRuntime(world)

async function tell(...deliveries: GitHubDelivery[]): Promise<unknown[]> {
  const ids = []
  for (const delivery of deliveries) {
    ids.push((await fromGitHub(delivery)).body.id)
    await settleHooks(world)
  }
  return ids
}

type Waiting = { delivery: HookDeliveryId; asked: number; seconds: string }

/** Takes the questions that wait out of the queue, and asks them. */
async function askAll(): Promise<Waiting[]> {
  const waiting = await world.db.execute<Waiting>(sql`
    delete from pgboss.job where name = ${askCodeHostJob.name}
    returning data->>'deliveryId' as delivery, (data->>'asked')::integer as asked,
      extract(epoch from start_after - created_on) as seconds`)
  for (const { delivery, asked } of waiting) await askCodeHost(world, { deliveryId: delivery, asked })
  return waiting
}

const commits = (...names: string[]) =>
  names.map((name) => ({
    sha: sha(name),
    html_url: `https://github.com/acme/x/commit/${sha(name)}`,
    commit: {
      message: `feat: ${name}`,
      author: { name: "Noor", date: "2026-03-01T09:00:00Z" },
      committer: { date: "2026-03-01T09:00:00Z" },
    },
  }))

const between = (repository: string, base: string, head: string) => `/repos/${repository}/compare/${sha(base)}...${sha(head)}`

test("what a deployment to production brought comes from GitHub's comparison, over as many pages as there are", async () => {
  const repository = "acme/compared"
  await tell(aPush({ repository, before: "", commits: ["a"] }), aStatus({ repository, of: "a" }))
  const names = Array.from({ length: 230 }, (_, at) => `n${at}`)
  github.tell(between(repository, "a", "n229"), {
    ...{ status: "ahead", total_commits: 230, merge_base_commit: { sha: sha("a") }, commits: commits(...names) },
  })
  const [, deployment] = [null, (await tell(aStatus({ repository, of: "n229" })))[0]]
  expect(await unreleased(world, repository)).toEqual(["a"])
  await askAll()
  expect(await unreleased(world, repository)).toHaveLength(231)
  expect(github.asked.filter((path) => path.includes("acme/compared"))).toHaveLength(3)
  expect((await deliveryOf(world, deployment))?.reason).toContain("GitHub told the rest")
})

test("a limit is obeyed, and what the delivery says counts meanwhile", async () => {
  const repository = "acme/limited"
  await tell(aPush({ repository, before: "", commits: ["a", "b"] }), aStatus({ repository, of: "a" }))
  await askAll()
  github.refuseOnce(429, { "retry-after": "40" })
  github.tell(between(repository, "a", "b"), {
    status: "ahead",
    total_commits: 1,
    merge_base_commit: { sha: sha("a") },
    commits: commits("b"),
  })
  const [id] = await tell(aStatus({ repository, of: "b" }))
  await askAll()
  expect(await unreleased(world, repository)).toEqual(["a", "b"])
  expect((await deliveryOf(world, id))?.reason).toContain("GitHub asks to wait 40 s (429); asking again")
  const [again] = await askAll()
  expect(again).toMatchObject({ delivery: id, asked: 1 })
  expect(Number(again?.seconds)).toBeGreaterThan(38)
  expect((await deliveryOf(world, id))?.reason).toContain("GitHub told the rest")
})

test("an answer that will not come is told, and nothing waits for it", async () => {
  const repository = "acme/unknown"
  await tell(aPush({ repository, before: "", commits: ["a", "b"] }), aStatus({ repository, of: "a" }))
  const [id] = await tell(aStatus({ repository, of: "b" }))
  await askAll()
  expect(await deliveryOf(world, id)).toMatchObject({ outcome: "processed" })
  expect((await deliveryOf(world, id))?.reason).toContain("GitHub does not know these commits")
  expect(await unreleased(world, repository)).toEqual(["a", "b"])
})

test("a merged pull request absorbs exactly its own commits", async () => {
  const repository = "acme/exact"
  github.tell(`/repos/${repository}/pulls/6/commits`, commits("c1", "c2"))
  const merge = { name: "m", message: "Merge pull request #6 from acme/x" }
  await tell(
    aPush({ repository, before: "", commits: ["own", "c1", "between", "c2", merge] }),
    aMerge({ repository, number: 6, title: "feat: six", merge: "m", head: "c2", commits: 2 }),
  )
  await askAll()
  const titles = (await listChanges(world.db, { repository, after: null, limit: 100 })).map(({ title }) => title)
  expect(titles.sort()).toEqual(["between", "own", "six"])
})

test("what a force-push took away comes from where the two histories part", async () => {
  const repository = "acme/forced"
  await tell(aPush({ repository, before: "", commits: ["a", "b", "c"] }))
  github.tell(between(repository, "c", "d"), {
    status: "diverged",
    total_commits: 1,
    merge_base_commit: { sha: sha("a") },
    commits: commits("d"),
  })
  await tell(aPush({ repository, before: "c", commits: ["d"], forced: true }), aStatus({ repository, of: "d" }))
  // Without GitHub's word only the old head is known to be gone.
  expect(await unreleased(world, repository)).toEqual(["a", "b", "d"])
  await askAll()
  expect(await unreleased(world, repository)).toEqual(["a", "d"])
})

test("a deployment elsewhere is not asked about: branches are tried out there", async () => {
  const repository = "acme/staged"
  await tell(aPush({ repository, before: "", commits: ["a"] }), aStatus({ repository, of: "a", environment: "staging" }))
  const before = github.asked.length
  await tell(aStatus({ repository, of: "topic", environment: "staging" }))
  await askAll()
  expect(github.asked.length).toBe(before)
})
