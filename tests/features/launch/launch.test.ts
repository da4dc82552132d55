import { expect, test } from "vitest"
import { sealAudit } from "#lib/audit/seal-audit.ts"
import { verifyChain } from "#lib/audit/verify-chain.ts"
import { recordDeploymentInput } from "#lib/changes/input.ts"
import { recordDeployment } from "#lib/changes/record-deployment.ts"
import { editDocumentInput } from "#lib/documents/input.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { setBuiltInFlags } from "#lib/flags/set-built-in-flags.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import { getLaunch, listFlips } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { getRelease } from "#lib/releases/queries.ts"
import { findEntry, listFeedEntries, listNews } from "#lib/site/queries.ts"
import { readPublicFlags } from "#lib/site/read-public-flags.ts"
import { approveAll, aRelease, shaOf } from "#tests/support/a-release.ts"
import { advance, begin, launch, recall } from "#tests/support/launch-steps.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

const world = await aWorld()

async function revision(): Promise<number> {
  await expect.poll(() => world.revision.current().is).toBe("confirmed")
  const rows = await world.publicDb.execute<{ revision: string }>("select revision from site.current_revision")
  return Number(rows[0]?.revision)
}

async function publicTitles(): Promise<string[]> {
  return (await listFeedEntries(world.publicDb, await revision())).map((entry) => entry.title)
}

async function publicFlag(key: string): Promise<string> {
  const flag = (await readPublicFlags(world, { revision: await revision(), environment: "production" })).get(key)
  if (flag === undefined) return "unknown to visitors"
  return flag.state.enabled ? `on for ${flag.state.rollout} %` : "off"
}

test("nothing of a release is public before its launch, and everything in the revision of the launch", async () => {
  const { id } = await aRelease(world, { name: "Night mode", flags: [{ key: "night-mode" }], announcement: {}, article: {} })
  const before = await revision()
  expect(await publicTitles()).not.toContain("Night mode")
  expect(await publicFlag("night-mode")).toBe("unknown to visitors")

  const launchId = await launch(world, id)

  expect(await publicTitles()).toContain("Night mode")
  expect(await publicFlag("night-mode")).toBe("on for 100 %")
  expect((await listNews(world.publicDb, await revision())).filter((item) => item.title === "Night mode")).toHaveLength(2)
  expect(await revision()).toBe(before + 1)
  const { state, siteRevision, releasedAt } = await getLaunch(world.db, launchId)
  expect({ state, siteRevision }).toEqual({ state: "settled", siteRevision: before + 1 })
  expect(releasedAt).not.toBeNull()
  expect((await listFeedEntries(world.publicDb, before)).map((entry) => entry.title)).not.toContain("Night mode")
})

test("a launch asked for again is the same launch, and the moment comes once", async () => {
  const { id } = await aRelease(world, { name: "Twice" })
  const [one, other] = await Promise.all([begin(world, id), begin(world, id)])
  expect(one).toBe(other)
  const before = await revision()
  await Promise.all([advance(world, one).catch(() => {}), advance(world, other).catch(() => {})])
  await advance(world, one)
  expect(await revision()).toBe(before + 1)
  expect(await begin(world, id)).toBe(one)
})

test("a release that is not ready is refused with every reason, and nothing changes", async () => {
  const { id } = await aRelease(world, {
    name: "Half done",
    approved: "none",
    deployed: "no",
    entry: { body: "See [the guide](/help/nowhere) and [the web](https://acme.example/)." },
  })
  const before = await revision()
  const outcome = await beginLaunch(world, ADA, { releaseId: id })
  if (outcome.is !== "blocked") throw new Error("it was launched")
  const blocking = outcome.report.checks.filter((check) => check.status === "block").map((check) => check.check)
  expect(blocking).toEqual(["changes", "approval", "links"])
  expect(await revision()).toBe(before)
  expect((await getRelease(world.db, id)).state).toBe("planned")
  expect((await getRelease(world.db, id)).launch).toBeNull()
})

test("words edited after their approval stop the launch until they are approved again", async () => {
  const { id } = await aRelease(world, { name: "Edited late" })
  const [entry] = await listDocuments(world.db, id)
  if (!entry) throw new Error("no entry")
  await editDocument(world, ADA, { ...editDocumentInput.parse({ body: entry.body }), id: entry.id })
  expect((await listDocuments(world.db, id))[0]?.state).toBe("approved")
  await editDocument(world, ADA, { ...editDocumentInput.parse({ body: "Other words." }), id: entry.id })
  expect((await beginLaunch(world, ADA, { releaseId: id })).is).toBe("blocked")
  await approveAll(world, id)
  await launch(world, id)
  expect((await findEntry(world.publicDb, await revision(), entry.slug))?.entry.body).toBe("Other words.")
})

test("nothing of a release can change while it is launching", async () => {
  const { id } = await aRelease(world, { name: "Held still" })
  const [entry] = await listDocuments(world.db, id)
  const launchId = await begin(world, id)
  await expect(editDocument(world, ADA, { ...editDocumentInput.parse({ title: "Moved" }), id: entry?.id as never })).rejects.toMatchObject({
    code: "launching",
  })
  expect(await advance(world, launchId)).toBe("settled")
})

test("a recall withdraws everything in one revision, puts the flag back, and the release can be launched again under the same identity", async () => {
  const { id, flagIds } = await aRelease(world, { name: "Second thoughts", flags: [{ key: "second-thoughts", rollout: 25 }], article: {} })
  const launchId = await launch(world, id)
  const first = (await listFeedEntries(world.publicDb, await revision())).find((entry) => entry.title === "Second thoughts")
  expect(await publicFlag("second-thoughts")).toBe("on for 25 %")
  const released = await revision()

  expect(await recall(world, id)).toBe("recalled")
  expect(await revision()).toBe(released + 1)
  expect(await publicTitles()).not.toContain("Second thoughts")
  expect(await publicFlag("second-thoughts")).toBe("unknown to visitors")
  expect((await listFlips(world.db, launchId)).map((flip) => flip.state)).toEqual(["restored"])
  expect((await getRelease(world.db, id)).state).toBe("recalled")

  await approveAll(world, id)
  const second = await launch(world, id)
  expect(second).not.toBe(launchId)
  const again = (await listFeedEntries(world.publicDb, await revision())).find((entry) => entry.title === "Second thoughts")
  expect(again?.publicId).toBe(first?.publicId)
  expect(flagIds).toHaveLength(1)
})

test("a flag that somebody moved since the moment is left alone by the recall, and shown", async () => {
  const { id, flagIds } = await aRelease(world, { name: "Left alone", flags: [{ key: "left-alone" }] })
  const launchId = await launch(world, id)
  await changeBuiltInFlag(world, ADA, { id: flagIds[0] as never, rollout: 40 })
  await recall(world, id)
  expect((await listFlips(world.db, launchId)).map((flip) => flip.state)).toEqual(["left_alone"])
  expect(await publicFlag("left-alone")).toBe("on for 40 %")
  expect(await publicTitles()).not.toContain("Left alone")
})

test("a deployment rolled back after the launch began stops it before anything is public", async () => {
  const { id } = await aRelease(world, { name: "Rolled back" })
  const launchId = await begin(world, id)
  const older = shaOf("an older commit")
  const commit = { sha: older, message: "chore: older", author: { name: "Grace" }, committedAt: "2020-01-01T00:00:00Z" }
  const deployment = { repository: "acme/shop", environment: "production", status: "success", commits: [commit] }
  await recordDeployment(world, ADA, recordDeploymentInput.parse({ ...deployment, sha: older, deployedAt: "2020-01-01T00:00:00Z" }))
  await recordDeployment(world, ADA, recordDeploymentInput.parse({ ...deployment, sha: older, externalId: "rollback" }))
  const before = await revision()
  expect(await advance(world, launchId)).toBe("failed")
  expect(await revision()).toBe(before)
  expect(await publicTitles()).not.toContain("Rolled back")
  expect((await getRelease(world.db, id)).state).toBe("planned")
})

test("a flag that moved after the launch began stops it before anything is public", async () => {
  const { id, flagIds } = await aRelease(world, { name: "Moved flag", flags: [{ key: "moved-flag" }] })
  const launchId = await begin(world, id)
  await world.db.transaction((tx) =>
    setBuiltInFlags(
      tx,
      flagIds.map((flagId) => ({ flagId, state: { enabled: true, rollout: 5, targeting: [] }, isPublic: false, overVersion: 1 })),
      null,
    ),
  )
  expect(await advance(world, launchId)).toBe("failed")
  expect(await publicTitles()).not.toContain("Moved flag")
  expect(await publicFlag("moved-flag")).toBe("unknown to visitors")
})

test("a launch recalled before the moment stops, and nothing was public", async () => {
  const { id } = await aRelease(world, { name: "Stopped" })
  const launchId = await begin(world, id)
  const before = await revision()
  expect((await recallLaunch(world, ADA, { releaseId: id })).is).toBe("stopped")
  expect(await advance(world, launchId)).toBe("failed")
  expect(await revision()).toBe(before)
})

test("the log of all this verifies", async () => {
  while ((await sealAudit(world)) > 0);
  const report = await verifyChain(world, ADA)
  expect(report).toMatchObject({ ok: true, unsealed: 0 })
  expect(report.entries).toBeGreaterThan(20)
})
