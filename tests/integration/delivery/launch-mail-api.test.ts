import { sql } from "drizzle-orm"
import { expect, test } from "vitest"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import { sendBatch } from "#lib/delivery/send-batch.ts"
import { readMetrics } from "#lib/metrics/read-metrics.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { aLiveLaunch, anAnnouncedLaunch, aSender, planOf, someSubscribers } from "#tests/support/mail-stage.ts"
import { sendingMailer } from "#tests/support/sending-mailer.ts"
import { aWorld } from "#tests/support/world.ts"
import { GET as listDeliveries } from "../../../app/api/v1/launches/[id]/deliveries/route.ts"
import { POST as pause } from "../../../app/api/v1/launches/[id]/pause/route.ts"
import { POST as resume } from "../../../app/api/v1/launches/[id]/resume/route.ts"
import { GET as getLaunch } from "../../../app/api/v1/launches/[id]/route.ts"
import { POST as recall } from "../../../app/api/v1/releases/[id]/recall/route.ts"

const world = await aWorld()
shareRuntime(world)
await someSubscribers(world, 250)
const launchId = await anAnnouncedLaunch(world)
await materialiseAudience(world, { launchId })
const mailer = sendingMailer()
await sendBatch(aSender(world, mailer))

async function mailOf(id: string) {
  const answer = await ask(getLaunch, `/api/v1/launches/${id}`, { params: { id } })
  return (await answer.json()).mail
}

function act(handler: typeof pause, name: string): Promise<Response> {
  return ask(handler, `/api/v1/launches/${launchId}/${name}`, { method: "POST", params: { id: launchId } })
}

test("within the hold the mail is planned, and nobody is counted yet", async () => {
  const held = await aLiveLaunch(world, { hold: "PT1H" })
  expect(await mailOf(held)).toMatchObject({ state: "planned", candidates: 0, pending: 0, estimatedEndAt: null })
})

test("while it is sent, the launch says how far it is, when it may end, and adds up", async () => {
  const mail = await mailOf(launchId)
  expect(mail).toMatchObject({
    state: "sending",
    candidates: 250,
    excluded: 0,
    pending: 150,
    accepted: 100,
    failed: 0,
    unknown: 0,
    cancelled: 0,
  })
  expect(Temporal.Instant.compare(mail.estimatedEndAt, world.clock.now())).toBe(1)
})

test("it is paused and resumed over HTTP, and says by whom", async () => {
  expect((await act(pause, "pause")).status).toBe(202)
  expect(await mailOf(launchId)).toMatchObject({ state: "paused", pausedBy: "person", estimatedEndAt: null })
  expect((await act(pause, "pause")).status).toBe(409)
  expect((await act(resume, "resume")).status).toBe(202)
  expect(await mailOf(launchId)).toMatchObject({ state: "sending", pausedBy: null })
  expect((await act(resume, "resume")).status).toBe(409)
})

test("a batch that could have been sent for an hour is counted for whoever watches the portal, and one that is paused is not", async () => {
  const overdue = async () => /^curtain_mail_batches_overdue (\d+)$/m.exec(await readMetrics(world))?.[1]
  expect(await overdue()).toBe("0")
  await world.db.execute(sql`update delivery_batches set due_at = now() - interval '61 minutes' where state = 'ready'`)
  await world.db.execute(sql`update delivery_plans set moved_at = now() - interval '61 minutes'`)
  expect(await overdue()).toBe("2")
  await act(pause, "pause")
  expect(await overdue()).toBe("0")
  await act(resume, "resume")
})

test("who was mailed is listed page by page, also after a recall, which says how many they are", async () => {
  const { releaseId } = await planOf(world, launchId)
  const said = await ask(recall, `/api/v1/releases/${releaseId}/recall`, { method: "POST", body: {}, params: { id: releaseId } })
  expect(await said.json()).toMatchObject({ launch: { state: "recalling" }, mailed: { accepted: 100, unknown: 0 } })
  const listed: string[] = []
  let cursor: string | null = ""
  while (cursor !== null) {
    const query: string = `state=accepted&limit=40${cursor === "" ? "" : `&cursor=${cursor}`}`
    const page = await (await ask(listDeliveries, `/api/v1/launches/${launchId}/deliveries?${query}`, { params: { id: launchId } })).json()
    listed.push(...page.items.map(({ subscriber }: { subscriber: { email: string } }) => subscriber.email))
    cursor = page.nextCursor
  }
  expect(listed.sort()).toEqual(mailer.calls.flatMap(({ addresses }) => addresses).sort())
})
