import { eq, sql } from "drizzle-orm"
import { expect, test } from "vitest"
import { capturedMails } from "#db/schema/mail.ts"
import { subscribers } from "#db/schema/subscribers.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import type { LaunchId, ReleaseId } from "#lib/kernel/ids.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { readReadiness } from "#lib/launch/read-readiness.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { approveAll, aRelease } from "#tests/support/a-release.ts"
import { ask } from "#tests/support/ask.ts"
import { begin, launch, recall } from "#tests/support/launch-steps.ts"
import { aMailedRelease, anAnnouncedLaunch, mailAndSettle, planOf, someSubscribers } from "#tests/support/mail-stage.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { POST as draft } from "../../../app/api/v1/releases/[id]/drafts/route.ts"
import { PATCH as patchRelease } from "../../../app/api/v1/releases/[id]/route.ts"
import { POST as planRelease } from "../../../app/api/v1/releases/route.ts"

const world = await aWorld()
shareRuntime(world)
await someSubscribers(world, 5)

async function plan(body: Record<string, unknown>) {
  const response = await ask(planRelease, "/api/v1/releases", { body: { name: "We took it back", mail: "send", hold: "PT0S", ...body } })
  return { status: response.status, body: await response.json() }
}

/** Takes a planned correction to its end, and says whom it was mailed to. */
async function mailed(releaseId: ReleaseId): Promise<string[]> {
  await approveAll(world, releaseId)
  const launchId = await begin(world, releaseId)
  await advanceLaunch(world, { launchId })
  await advanceLaunch(world, { launchId })
  expect(await mailAndSettle(world, launchId)).toBe("settled")
  const mails = await world.db.select({ to: capturedMails.recipient }).from(capturedMails).where(sql`tags ->> 'r' = ${releaseId}`)
  return mails.map(({ to }) => to).sort()
}

const person = (number: number) => `person-${number}@example.com`

async function aRecalledLaunch(): Promise<{ launchId: LaunchId; releaseId: ReleaseId }> {
  const launchId = await anAnnouncedLaunch(world)
  expect(await mailAndSettle(world, launchId)).toBe("settled")
  const { releaseId } = await planOf(world, launchId)
  await recall(world, releaseId)
  return { launchId, releaseId }
}

test("a correction reaches exactly those who got the recalled mail, but for who left since; nobody else, and nobody twice", async () => {
  const { launchId, releaseId } = await aRecalledLaunch()
  // Came later, and left later.
  await someSubscribers(world, 2, { from: 100 })
  await world.db
    .update(subscribers)
    .set({ state: "ended", endedAt: world.clock.now(), endReason: "one_click" })
    .where(eq(subscribers.email, person(2)))
  await world.db.execute(sql`insert into suppressions (address_hash, reason, source) values ('hash-3', 'bounced', 'the test')`)

  const { status, body } = await plan({ corrects: launchId })
  expect({ status, corrects: body.corrects }).toEqual({ status: 201, corrects: launchId })
  const drafted = await (await ask(draft, "/drafts", { method: "POST", params: { id: body.id } })).json()
  expect(drafted.items).toMatchObject([{ kind: "email", title: "We took it back", body: expect.stringContaining("We have taken it back") }])
  await approveAll(world, body.id)
  const { is, checks } = await readReadiness(world, ADA, { releaseId: body.id })
  expect({ is, warnings: checks.filter(({ status: found }) => found !== "pass") }).toEqual({ is: "ready", warnings: [] })
  expect(checks.find(({ check }) => check === "audience")?.evidence).toMatch(/^3 subscribers will be mailed. 1 subscriber is left out/)
  expect(await mailed(body.id)).toEqual([person(1), person(4), person(5)])

  // What was corrected can be released again, and mails those alone who were never told.
  await approveAll(world, releaseId)
  const again = await launch(world, releaseId)
  await advanceLaunch(world, { launchId: again })
  await mailAndSettle(world, again)
  expect(await planOf(world, again)).toMatchObject({ candidates: 2, accepted: 2 })

  // Recalled once more it was one mistake to all of them.
  await recall(world, releaseId)
  const second = await plan({ corrects: again })
  await ask(draft, "/drafts", { method: "POST", params: { id: second.body.id } })
  expect(await mailed(second.body.id)).toEqual([person(100), person(101), person(1), person(4), person(5)])
})

test("there is nothing to correct where nothing was mailed, or what was told still holds", async () => {
  const standing = await anAnnouncedLaunch(world)
  const { id: unmailed } = await aRelease(world)
  const never = await launch(world, unmailed)
  await recall(world, unmailed)
  const cases = [
    [{ corrects: standing }, "corrects", "was not recalled"],
    [{ corrects: never }, "corrects", "was not mailed"],
    [{ corrects: "01a20e00-0690-7994-bce2-a6254f1fd7d6" }, "corrects", "no such launch"],
    [{ corrects: standing, mail: "none" }, "mail", "must be send"],
  ] as const
  for (const [given, path, message] of cases) {
    const { status, body } = await plan(given)
    expect({ status, errors: body.errors }).toEqual({ status: 422, errors: [{ path, message: expect.stringContaining(message) }] })
  }
})

test("a correction stays a mail, and needs an approved email like every other", async () => {
  const { launchId } = await aRecalledLaunch()
  const { body } = await plan({ corrects: launchId })
  const edited = await ask(patchRelease, "/release", { method: "PATCH", params: { id: body.id }, body: { mail: "none" } })
  expect(edited.status).toBe(422)
  const blocked = async () => (await readReadiness(world, ADA, { releaseId: body.id })).checks.filter(({ status }) => status === "block")
  expect((await blocked()).map(({ check }) => check)).toEqual(["documents", "email"])
  await ask(draft, "/drafts", { method: "POST", params: { id: body.id } })
  expect((await blocked()).map(({ check }) => check)).toEqual(["approval"])
  expect((await listDocuments(world.db, body.id)).map(({ kind }) => kind)).toEqual(["email"])
})

test("a release that is no correction is for everybody, as ever", async () => {
  expect(await mailed(await aMailedRelease(world))).toHaveLength(5)
})
