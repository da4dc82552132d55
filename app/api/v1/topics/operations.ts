import { z } from "zod"
import { createTopic } from "#lib/subscribers/create-topic.ts"
import { editTopic } from "#lib/subscribers/edit-topic.ts"
import { createTopicInput, editTopicInput, topicKey } from "#lib/subscribers/input.ts"
import { listTopics } from "#lib/subscribers/queries.ts"
import { retireTopic } from "#lib/subscribers/retire-topic.ts"
import { operation } from "../../operation.ts"

const topicShown = z.object({ key: z.string(), name: z.string(), description: z.string() }).meta({ id: "Topic" })

export const createTopicOperation = operation({
  method: "post",
  path: "/api/v1/topics",
  act: "segment.write",
  summary: "Create a topic",
  description:
    "What people can choose to hear of. Whoever has chosen nothing hears of it from now on. One that was retired is there again, with whoever had chosen it.",
  body: createTopicInput,
  answers: { 201: { description: "The topic", schema: topicShown }, 409: { description: "`topic_exists`" } },
  run: async ({ deps, actor, body }) => {
    await createTopic(deps, actor, body)
    return { status: 201, body }
  },
})

export const listTopicsOperation = operation({
  method: "get",
  path: "/api/v1/topics",
  act: "segment.read",
  summary: "List topics by name",
  answers: {
    200: {
      description: "All topics, of which a portal has a handful",
      schema: z.object({ items: z.array(topicShown), nextCursor: z.null() }),
    },
  },
  run: async ({ deps }) => ({ status: 200, body: { items: await listTopics(deps.db), nextCursor: null } }),
})

const params = z.object({ key: topicKey })

export const editTopicOperation = operation({
  method: "patch",
  path: "/api/v1/topics/{key}",
  act: "segment.write",
  summary: "Change what a topic is called",
  description: "Its key stays, and with it whoever has chosen it.",
  params,
  body: editTopicInput,
  answers: { 200: { description: "The topic", schema: topicShown } },
  run: async ({ deps, actor, params: { key }, body }) => {
    const { name, description } = await editTopic(deps, actor, { ...body, key })
    return { status: 200, body: { key, name, description } }
  },
})

export const retireTopicOperation = operation({
  method: "delete",
  path: "/api/v1/topics/{key}",
  act: "segment.write",
  summary: "Retire a topic",
  description: "Nobody can choose it any more. Who has chosen it keeps the choice: who chose nothing else gets no mail about other topics.",
  params,
  answers: {
    200: {
      description: "Whom it concerns, of those who are mailed",
      schema: z.object({
        all: z.int().meta({ description: "Who chose it" }),
        only: z.int().meta({ description: "Who chose nothing else" }),
      }),
    },
  },
  run: async ({ deps, actor, params: { key } }) => ({ status: 200, body: await retireTopic(deps, actor, { key }) }),
})
