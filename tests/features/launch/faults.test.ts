import { expect, test } from "vitest"
import type { ReleaseId } from "#lib/kernel/ids.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import { getLaunch, listDrift, listFlips } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { retryLaunch } from "#lib/launch/retry-launch.ts"
import { stopLaunch } from "#lib/launch/stop-launch.ts"
import { watchPutBack } from "#lib/launch/watch-put-back.ts"
import { type FlagStage, setFlagStage } from "#tests/support/flag-stage.ts"
import { until } from "#tests/support/until.ts"
import { ADA } from "#tests/support/world.ts"

// Each with a portal, a worker and a flag service of its own, all at the same time: most of it is waiting for patience to run out.

async function onStage(play: (stage: FlagStage) => Promise<void>): Promise<void> {
  const stage = await setFlagStage()
  try {
    await stage.world.startWorker()
    await play(stage)
  } finally {
    await stage.end()
  }
}

async function launch({ world }: FlagStage, releaseId: ReleaseId): Promise<void> {
  const outcome = await beginLaunch(world, ADA, { releaseId })
  if (outcome.is !== "begun") throw new Error(JSON.stringify(outcome))
}

const WRITES = /^(POST|PATCH|PUT|DELETE) /

test.concurrent("errors for longer than the patience: everything is put back once the service answers, and nothing was public", () =>
  onStage(async (stage) => {
    const id = await stage.release({ name: "Errors", keys: ["one", "two"], patience: "PT5S" })
    await launch(stage, id)
    stage.unleash.faults.add({ on: /two/, does: { answers: 500 } })
    const launchId = await stage.ends(id, "rolling_back")
    stage.unleash.faults.clear()
    await stage.ends(id, "failed")
    expect({ one: stage.isOn("one"), two: stage.isOn("two"), public: await stage.isPublic("Errors") }).toEqual({
      one: false,
      two: false,
      public: false,
    })
    expect(await stage.flips(launchId)).toEqual({ one: "restored", two: "restored" })
    expect(await stage.steps(launchId)).toContain("flip.delayed")
  }))

test.concurrent.each(["seconds", "date"])("asked to wait by Retry-After in %s, it does not call before, and others go on", (form) =>
  onStage(async (stage) => {
    const waitMs = 6000
    const id = await stage.release({ name: "Slow down", keys: ["asked"] })
    const answers = { seconds: String(waitMs / 1000), date: new Date(Math.ceil((Date.now() + waitMs) / 1000) * 1000 + 1000).toUTCString() }
    const other = await stage.release({ name: "Other", keys: [] })
    stage.unleash.faults.add({ on: WRITES, times: 1, does: { answers: 429, headers: { "retry-after": answers[form as "seconds"] } } })
    await launch(stage, id)
    await until(1, () => stage.unleash.requests.filter(({ status }) => status === 429).length)
    const asked = { at: performance.now(), requests: stage.unleash.requests.length }
    await launch(stage, other)
    await stage.ends(other, "settled", 5000)
    await until(true, () => stage.unleash.requests.length > asked.requests)
    expect(performance.now() - asked.at).toBeGreaterThan(waitMs - 500)
    await stage.ends(id, "settled")
    expect(stage.isOn("asked")).toBe(true)
  }),
)

test.concurrent("asked to wait for longer than the patience, it gives up at once", () =>
  onStage(async (stage) => {
    const id = await stage.release({ name: "Hours", keys: ["closed"], patience: "PT5S" })
    stage.unleash.faults.add({ on: WRITES, times: 1, does: { answers: 429, headers: { "retry-after": "12" } } })
    await launch(stage, id)
    await stage.ends(id, "rolling_back", 5000)
    await stage.ends(id, "failed", 60_000)
    expect(stage.isOn("closed")).toBe(false)
  }))

test.concurrent("an answer lost after the service applied the write is found by reading, and nothing is written twice", () =>
  onStage(async (stage) => {
    const id = await stage.release({ name: "Lost answer", keys: ["lost"] })
    stage.unleash.faults.add({ on: WRITES, times: 2, does: { loses: "answer" } })
    await launch(stage, id)
    const launchId = await stage.ends(id, "settled")
    expect(stage.unleash.flag("lost").environments.production?.strategies).toHaveLength(1)
    expect(await stage.flips(launchId)).toEqual({ lost: "applied" })
  }))

test.concurrent("a connection that hangs is given up after eight seconds, and the launch goes on", () =>
  onStage(async (stage) => {
    const id = await stage.release({ name: "Half open", keys: ["hangs"] })
    stage.unleash.faults.add({ on: WRITES, times: 1, does: { hangs: "applied" } })
    await launch(stage, id)
    await stage.ends(id, "settled")
    expect(stage.unleash.flag("hangs").environments.production?.strategies).toHaveLength(1)
  }))

test.concurrent("a write that is applied seconds later is waited for", () =>
  onStage(async (stage) => {
    const id = await stage.release({ name: "Delayed", keys: ["delayed"] })
    stage.unleash.faults.add({ on: /POST .*\/on/, times: 1, does: { applies: "late", afterMs: 3000 } })
    await launch(stage, id)
    await stage.ends(id, "settled")
    expect(stage.isOn("delayed")).toBe(true)
  }))

test.concurrent("a write that is applied after the roll-back is noticed, told to the owner, and clears itself", () =>
  onStage(async (stage) => {
    const id = await stage.release({ name: "Too late", keys: ["ghost"], patience: "PT5S" })
    stage.unleash.faults.add({ on: /POST .*\/on/, does: { applies: "late" } })
    await launch(stage, id)
    const launchId = await stage.ends(id, "failed")
    await watchPutBack(stage.world)
    expect(await listDrift(stage.world.db, launchId)).toEqual([])
    const production = stage.unleash.flag("ghost").environments.production
    stage.unleash.addStrategy("ghost", "production", { parameters: { rollout: "100", stickiness: "default", groupId: "ghost" } })
    if (production) production.enabled = true
    await watchPutBack(stage.world)
    expect(await listDrift(stage.world.db, launchId)).toMatchObject([{ kind: "late", seen: expect.stringContaining("on for everyone") }])
    if (production) production.enabled = false
    await watchPutBack(stage.world)
    expect(await listDrift(stage.world.db, launchId)).toEqual([])
    expect(await stage.steps(launchId)).toEqual(expect.arrayContaining(["drift.noticed", "drift.cleared"]))
  }))

test.concurrent("the third flag of five is refused: the four others are put back, and nothing was public", () =>
  onStage(async (stage) => {
    const keys = ["a", "b", "c", "d", "e"].map((letter) => `flag-${letter}`)
    const id = await stage.release({ name: "Refused", keys })
    await launch(stage, id)
    stage.unleash.faults.add({
      on: /(POST|PATCH) .*flag-c/,
      does: { answers: 403, body: JSON.stringify({ name: "PermissionError", message: "no" }) },
    })
    const launchId = await stage.ends(id, "failed")
    expect(keys.filter(stage.isOn)).toEqual([])
    expect(await stage.isPublic("Refused")).toBe(false)
    expect(Object.values(await stage.flips(launchId)).every((state) => state === "restored" || state === "planned")).toBe(true)
    expect(await stage.steps(launchId)).toContain("flip.refused")
  }))

test.concurrent("a credential that is revoked meanwhile: few calls, a person is called, and goes on when it is mended", () =>
  onStage(async (stage) => {
    const id = await stage.release({ name: "Revoked", keys: ["locked"] })
    const outcome = await beginLaunch(stage.world, ADA, { releaseId: id })
    expect(outcome.is).toBe("begun")
    stage.unleash.revoked.add(stage.unleash.token)
    const launchId = await stage.ends(id, "attention")
    expect(stage.unleash.requests.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(3)
    expect(await stage.isPublic("Revoked")).toBe(false)
    expect((await getLaunch(stage.world.db, launchId)).interrupted).toBe("rolling_back")
    stage.unleash.revoked.clear()
    await retryLaunch(stage.world, ADA, { id: launchId, flags: "restore" })
    await stage.ends(id, "failed")
    expect(stage.isOn("locked")).toBe(false)
  }))

test.concurrent("a flag that can never be put back is left alone by a person, and listed so", () =>
  onStage(async (stage) => {
    const id = await stage.release({ name: "Given up", keys: ["lost-cause"] })
    await launch(stage, id)
    await stage.ends(id, "settled")
    stage.unleash.revoked.add(stage.unleash.token)
    await recallLaunch(stage.world, ADA, { releaseId: id })
    const launchId = await stage.ends(id, "attention")
    expect(await stage.isPublic("Given up"), "content went with the recall's own commit").toBe(false)
    await retryLaunch(stage.world, ADA, { id: launchId, flags: "leave_alone" })
    await stage.ends(id, "recalled")
    expect(await listFlips(stage.world.db, launchId)).toMatchObject([{ state: "left_alone", trouble: expect.stringContaining("person") }])
  }))

test.concurrent("stopped while it flips: what was flipped is put back, and nothing was public", () =>
  onStage(async (stage) => {
    const id = await stage.release({ name: "Stopped", keys: ["quick", "slow"] })
    stage.unleash.faults.add({ on: /POST .*slow/, times: 4, does: { answers: 500 } })
    await launch(stage, id)
    await until(true, () => stage.isOn("quick"))
    const outcome = await recallLaunch(stage.world, ADA, { releaseId: id })
    expect(outcome.is).toBe("stopped")
    await stage.ends(id, "failed")
    expect({ quick: stage.isOn("quick"), slow: stage.isOn("slow"), public: await stage.isPublic("Stopped") }).toEqual({
      quick: false,
      slow: false,
      public: false,
    })
    await expect(stopLaunch(stage.world, ADA, { id: outcome.launch.id })).resolves.toMatchObject({ state: "failed" })
  }))
