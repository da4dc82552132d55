import "server-only"
import { notFound } from "next/navigation"
import { isDomainError } from "#lib/kernel/errors.ts"
import { idOf, isId, type SegmentId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import { getSegment, listTopics, listTraitNames, type Segment } from "#lib/subscribers/queries.ts"

type Deps = Pick<Runtime, "db">

export async function loadSegment({ db }: Deps, text: string): Promise<Segment> {
  if (!isId(text)) notFound()
  try {
    return await getSegment(db, idOf<SegmentId>(text))
  } catch (error) {
    if (isDomainError(error)) notFound()
    throw error
  }
}

/** What a rule can be made of. */
export async function loadParts({ db }: Deps) {
  const [topics, traits] = await Promise.all([listTopics(db), listTraitNames(db)])
  return { topics: topics.map(({ key, name }) => ({ key, name })), traits }
}
