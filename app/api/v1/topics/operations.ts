import { z } from "zod"
import { createTopic } from "#lib/subscribers/create-topic.ts"
import { createTopicInput } from "#lib/subscribers/input.ts"
import { listTopics } from "#lib/subscribers/queries.ts"
import { operation } from "../../operation.ts"

const topicShown = z.object({ key: z.string(), name: z.string(), description: z.string() }).meta({ id: "Topic" })

export const createTopicOperation = operation({
  method: "post",
  path: "/api/v1/topics",
  act: "segment.write",
  summary: "Create a topic",
  description: "What people can choose to hear of. Whoever has chosen nothing hears of it from now on.",
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
