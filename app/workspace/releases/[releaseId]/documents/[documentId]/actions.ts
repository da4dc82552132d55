"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { editDocumentInput } from "#lib/documents/input.ts"
import { renderMarkdown } from "#lib/documents/render-markdown.ts"
import { type DocumentId, idOf } from "#lib/kernel/ids.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { previewEmail } from "#lib/releases/preview-email.ts"
import { acting, parseForm } from "../../../../acting.ts"
import { pageOf } from "./preview-page.ts"

const oneDocument = z.object({ id: z.uuid().transform(idOf<DocumentId>) })

export async function save(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const text = (name: string) => String(form.get(name) ?? "")
    const tags = text("tags")
      .split(",")
      .map((tag) => tag.trim())
    const given = { title: text("title"), slug: text("slug"), body: text("body").replaceAll("\r\n", "\n"), ifHash: text("ifHash") }
    const input = { ...given, tags: tags.filter((tag) => tag !== ""), id: text("id") }
    await editDocument(deps, actor, parseForm(editDocumentInput.extend(oneDocument.shape), input))
    revalidatePath("/workspace/releases/[releaseId]", "layout")
    return { is: "done", message: "Saved." }
  })
}

const shown = z.object({ as: z.enum(["page", "widget"]), title: z.string().max(400), body: z.string().max(400_000) })

/** The typed words as readers would see them: made as the site makes them, kept nowhere. */
export async function preview(_: FormState, form: FormData): Promise<FormState> {
  return acting(async () => {
    const { as, title, body } = parseForm(shown, { as: form.get("as"), title: form.get("title"), body: form.get("body") })
    return { is: "done", message: "", told: pageOf({ as, title, html: await renderMarkdown(body) }) }
  })
}

/** The saved words as their mail. */
export async function previewMail(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const mail = await previewEmail(deps, actor, parseForm(oneDocument, { id: form.get("id") }))
    return { is: "done", message: mail.subject, told: mail.html }
  })
}
