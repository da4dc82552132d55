"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { approveInput, draftDocumentInput } from "#lib/documents/input.ts"
import { type DocumentId, idOf, type ReleaseId } from "#lib/kernel/ids.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import { approveDocument } from "#lib/releases/approve-document.ts"
import { draftDocument } from "#lib/releases/draft-document.ts"
import { draftFromChanges } from "#lib/releases/draft-from-changes.ts"
import { editRelease } from "#lib/releases/edit-release.ts"
import { editReleaseInput, scheduleInput } from "#lib/releases/input.ts"
import { getRelease } from "#lib/releases/queries.ts"
import { scheduleRelease } from "#lib/releases/schedule-release.ts"
import { unscheduleRelease } from "#lib/releases/unschedule-release.ts"
import { acting, parseForm } from "../../acting.ts"
import { changesAfter, detailsIn, targetsAfter } from "./form-fields.ts"

const oneRelease = z.uuid().transform(idOf<ReleaseId>)

export async function editDetails(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const input = parseForm(editReleaseInput.extend({ id: oneRelease }), detailsIn(form))
    await editRelease(deps, actor, input)
    return saved(input.id, "Saved.")
  })
}

export async function changeChanges(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(z.object({ id: oneRelease }), { id: form.get("id") })
    const before = await getRelease(deps.db, id)
    const { changes } = parseForm(editReleaseInput, { changes: changesAfter(before, form) })
    await editRelease(deps, actor, { id, changes })
    return saved(id, "The release has these changes now.")
  })
}

export async function changeFlags(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(z.object({ id: oneRelease }), { id: form.get("id") })
    const before = await getRelease(deps.db, id)
    const { flags } = parseForm(editReleaseInput, { flags: targetsAfter(before, form) })
    await editRelease(deps, actor, { id, flags })
    return saved(id, "The release moves these flags now.")
  })
}

export async function addDocument(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const given = { kind: form.get("kind"), title: form.get("title"), releaseId: form.get("id"), body: "" }
    const input = parseForm(draftDocumentInput.extend({ releaseId: oneRelease }), given)
    const id = await draftDocument(deps, actor, input)
    return { is: "done", message: "It is there.", to: `/workspace/releases/${input.releaseId}/documents/${id}` }
  })
}

export async function writeDrafts(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(z.object({ id: oneRelease }), { id: form.get("id") })
    const drafted = await draftFromChanges(deps, actor, { releaseId: id })
    return saved(id, drafted.length === 0 ? "Every kind of document is there already." : `${drafted.length} first drafts are written.`)
  })
}

export async function approve(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const shape = approveInput.extend({ id: z.uuid().transform(idOf<DocumentId>), release: oneRelease })
    const { release, ...input } = parseForm(shape, { id: form.get("id"), release: form.get("release"), hash: form.get("hash") })
    await approveDocument(deps, actor, input)
    return saved(release, "Approved, exactly as it is now.")
  })
}

export async function schedule(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const given = { releaseId: form.get("id"), at: form.get("at"), timeZone: form.get("timeZone") }
    const input = parseForm(scheduleInput.extend({ releaseId: oneRelease }), given)
    const { schedule: made } = await scheduleRelease(deps, actor, input)
    return saved(input.releaseId, `It launches at ${made.at.replace("T", " ")} in ${made.timeZone}.`)
  })
}

export async function unschedule(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(z.object({ id: oneRelease }), { id: form.get("id") })
    await unscheduleRelease(deps, actor, { releaseId: id })
    return saved(id, "No clock launches it any more.")
  })
}

export async function launch(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(z.object({ id: oneRelease }), { id: form.get("id") })
    const outcome = await beginLaunch(deps, actor, { releaseId: id })
    if (outcome.is === "begun") return { is: "done", message: "It has begun.", to: `/workspace/launches/${outcome.launch.id}` }
    revalidatePath(`/workspace/releases/${id}`)
    const open = outcome.is === "blocked" ? outcome.report.checks.filter(({ status }) => status === "block") : []
    const why = open.map(({ evidence }) => evidence).join(" ")
    return { is: "refused", message: `Nothing was launched: it is not ready. ${why}`, complaints: [] }
  })
}

function saved(id: ReleaseId, message: string): FormState {
  revalidatePath(`/workspace/releases/${id}`, "layout")
  return { is: "done", message }
}
