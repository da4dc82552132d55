import { expect, test } from "vitest"
import { listAudit } from "#lib/audit/queries.ts"
import { addSubscriber } from "#lib/subscribers/add-subscriber.ts"
import { createTopic } from "#lib/subscribers/create-topic.ts"
import { editTopic } from "#lib/subscribers/edit-topic.ts"
import { addSubscriberInput } from "#lib/subscribers/input.ts"
import { listOfferedTopics } from "#lib/subscribers/list-offered-topics.ts"
import { retireTopic } from "#lib/subscribers/retire-topic.ts"
import { aPerson } from "#tests/support/person.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

const world = await aWorld()
const names = async () => (await listOfferedTopics(world.db)).map(({ name }) => name)

test("a topic is renamed where people choose, and its key stays", async () => {
  await createTopic(world, ADA, { key: "api", name: "API", description: "" })
  await editTopic(world, ADA, { key: "api", name: "API changes" })
  expect(await names()).toEqual(["API changes"])
  await expect(editTopic(world, ADA, { key: "none", name: "x" })).rejects.toThrow("topic")
  await expect(editTopic(world, ADA, { key: "api" })).rejects.toThrow()
})

test("a topic that is retired is not offered, says whom it concerns, and takes no choice away", async () => {
  await createTopic(world, ADA, { key: "web", name: "Web", description: "" })
  const people = [
    ["ada", ["api"]],
    ["grace", ["api", "web"]],
    ["joan", null],
  ] as const
  for (const [name, topics] of people) {
    const given = { email: `${name}@example.com`, consent: "confirmed", ...(topics === null ? {} : { topics: [...topics] }) }
    await addSubscriber(world, ADA, addSubscriberInput.parse(given))
  }
  await expect(retireTopic(world, (await aPerson(world, "author")).actor, { key: "api" })).rejects.toThrow(/owner and publisher/)
  expect(await retireTopic(world, ADA, { key: "api" })).toEqual({ all: 2, only: 1 })
  expect(await names()).toEqual(["Web"])
  await expect(retireTopic(world, ADA, { key: "api" })).rejects.toThrow("topic")
  const lines = await listAudit(world.db, { limit: 10, before: null, subjectKind: "topic", subjectId: "api" })
  expect(lines.map(({ action }) => action).sort()).toEqual(["topic.created", "topic.edited", "topic.retired"])
})

test("created again, it is there again", async () => {
  await createTopic(world, ADA, { key: "api", name: "API", description: "Endpoints" })
  expect(await names()).toEqual(["API", "Web"])
  await expect(createTopic(world, ADA, { key: "api", name: "API", description: "" })).rejects.toThrow("already")
})
