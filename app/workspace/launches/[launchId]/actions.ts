"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { idOf, type LaunchId, type ReleaseId } from "#lib/kernel/ids.ts"
import { pauseLaunch } from "#lib/launch/pause-launch.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { resumeLaunch } from "#lib/launch/resume-launch.ts"
import { retryLaunch } from "#lib/launch/retry-launch.ts"
import { stopLaunch } from "#lib/launch/stop-launch.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { acting, parseForm } from "../../acting.ts"

const oneLaunch = z.object({ id: z.uuid().transform(idOf<LaunchId>) })
const takenBack = z.strictObject({
  releaseId: z.uuid().transform(idOf<ReleaseId>),
  reason: z.string().trim().min(1, "must not be empty").max(1000, "must have 1,000 characters at most"),
})

export async function stop(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const launch = await stopLaunch(deps, actor, parseForm(oneLaunch, { id: form.get("id") }))
    return moved(launch.id, launch.state === "rolling_back" ? "It stops: every flag is put back." : "Nothing more is sent.")
  })
}

export async function pause(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const launch = await pauseLaunch(deps, actor, parseForm(oneLaunch, { id: form.get("id") }))
    return moved(launch.id, "The mail is paused. What was handed over already may still go.")
  })
}

export async function resume(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const launch = await resumeLaunch(deps, actor, parseForm(oneLaunch, { id: form.get("id") }))
    return moved(launch.id, "The mail goes on.")
  })
}

export async function retry(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const shape = oneLaunch.extend({ flags: z.enum(["restore", "leave_alone"]) })
    const launch = await retryLaunch(deps, actor, parseForm(shape, { id: form.get("id"), flags: form.get("flags") }))
    return moved(launch.id, "It goes on where it was interrupted.")
  })
}

export async function recall(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const input = parseForm(takenBack, { releaseId: form.get("release"), reason: form.get("reason") })
    const { launch } = await recallLaunch(deps, actor, input)
    return moved(launch.id, "It is taken back.")
  })
}

export async function planCorrection(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const given = { name: form.get("name"), mail: "send", corrects: form.get("launch") }
    const id = await planRelease(deps, actor, parseForm(planReleaseInput, given))
    return { is: "done", message: "Planned.", to: `/workspace/releases/${id}` }
  })
}

function moved(id: LaunchId, message: string): FormState {
  revalidatePath(`/workspace/launches/${id}`)
  return { is: "done", message }
}
