"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import { sized, sizeInWords } from "#components/subscriber/size-words.ts"
import type { FormState } from "#components/ui/form-state.ts"
import { authorize } from "#lib/access/authorize.ts"
import { idOf, type SegmentId } from "#lib/kernel/ids.ts"
import { editSegment } from "#lib/releases/edit-segment.ts"
import { removeSegment } from "#lib/releases/remove-segment.ts"
import { createSegment } from "#lib/subscribers/create-segment.ts"
import { createSegmentInput, segmentRule } from "#lib/subscribers/input.ts"
import { countMembers } from "#lib/subscribers/queries.ts"
import { acting, parseForm } from "../../acting.ts"

const SEGMENTS = "/workspace/audience/segments"
const which = z.object({ id: z.uuid().transform(idOf<SegmentId>) })

export async function create(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    await createSegment(deps, actor, parseForm(createSegmentInput, { name: form.get("name"), rule: ruleIn(form) }))
    revalidatePath(SEGMENTS)
    return { is: "done", message: "The segment is there.", to: SEGMENTS }
  })
}

export async function edit(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const input = parseForm(createSegmentInput, { name: form.get("name"), rule: ruleIn(form) })
    await editSegment(deps, actor, { ...input, ...parseForm(which, { id: form.get("id") }) })
    revalidatePath(SEGMENTS, "layout")
    return { is: "done", message: "The segment is saved.", to: SEGMENTS }
  })
}

export async function remove(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    await removeSegment(deps, actor, parseForm(which, { id: form.get("id") }).id)
    // The page it was asked on is gone with it: that must not be shown anew before the list is.
    return { is: "done", message: "The segment is removed.", to: SEGMENTS }
  })
}

/** How many a rule matches, before it is anybody's segment. */
export async function measure(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    authorize(actor, "segment.read")
    const { rule } = parseForm(z.object({ rule: segmentRule }), { rule: ruleIn(form) })
    const { all, members } = await countMembers(deps.db, [rule])
    return { is: "done", message: `Matches ${sizeInWords(members[0] ?? all)} of ${sized(all, "active subscriber", "active subscribers")}.` }
  })
}

/** What is no JSON is no rule, and is refused as one. */
function ruleIn(form: FormData): unknown {
  try {
    return JSON.parse(String(form.get("rule") ?? ""))
  } catch {
    return null
  }
}
