import { editDocumentInput } from "#lib/documents/input.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { changeFlagInput } from "#lib/flags/input.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import type { Runtime } from "#lib/runtime.ts"
import { aRelease, type PlannedRelease } from "#tests/support/a-release.ts"
import { eachOf } from "#tests/support/each-of.ts"
import { ADA } from "#tests/support/world.ts"

type World = Pick<Runtime, "db">

export const RELEASES = 50
/** Of them, those that have a flag of their own. */
export const FLAGS = 20

/** What nobody may notice, by its number. */
export const secretSlug = (number: number) => `secret-${number}`
export const secretKey = (number: number) => `hidden-${number}`

/** A team at work: releases with four documents each that wait for their moment, some with a flag. */
export async function planInSecret(world: World): Promise<PlannedRelease[]> {
  const planned: PlannedRelease[] = []
  await eachOf([...Array(RELEASES).keys()], { atOnce: 4 }, async (number) => {
    const words = { slug: secretSlug(number), body: `Nobody has heard of zebra${number} yet.`, tags: ["new", "unheard"] }
    const flags = number < FLAGS ? [{ key: secretKey(number) }] : []
    planned.push(
      await aRelease(world, {
        ...{ name: `Secret ${number}`, flags, approved: number % 2 === 0 ? "all" : "none" },
        ...{ entry: words, article: words, announcement: words, email: { body: words.body } },
      }),
    )
  })
  return planned
}

/** One round of edits: drafts of what waits, drafts beside what is read already, and notes on flags. */
export async function editInSecret(world: World, { id, flagIds }: PlannedRelease, round: number): Promise<void> {
  for (const document of await listDocuments(world.db, id)) {
    const words = { title: `Called ${round} from now on`, body: `It will say zebra${round}.`, tags: ["new", `later-${round}`] }
    await editDocument(world, ADA, { ...editDocumentInput.parse(words), id: document.id })
  }
  const [flagId] = flagIds
  if (flagId) await changeBuiltInFlag(world, ADA, { ...changeFlagInput.parse({ description: `Round ${round}.` }), id: flagId })
}
