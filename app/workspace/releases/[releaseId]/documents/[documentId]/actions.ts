"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { editDocumentInput, restoreVersionInput } from "#lib/documents/input.ts"
import { getDocument } from "#lib/documents/queries.ts"
import { renderMarkdown } from "#lib/documents/render-markdown.ts"
import { type DocumentId, idOf } from "#lib/kernel/ids.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { previewEmail } from "#lib/releases/preview-email.ts"
import { restoreVersion } from "#lib/releases/restore-version.ts"
import { acting, parseForm } from "../../../../acting.ts"
import { mailPageOf, pageOf, textPageOf } from "./preview-page.ts"
import { plainOf, tagsIn } from "./words.ts"

const oneDocument = z.object({ id: z.uuid().transform(idOf<DocumentId>) })

/** Tells the hash of what is stored now, so that the next save of the same page is not refused. */
export async function save(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const text = (name: string) => String(form.get(name) ?? "")
    const words = plainOf({ title: text("title"), slug: text("slug"), body: text("body"), tags: text("tags") })
    const given = { ...words, tags: tagsIn(words.tags), ifHash: text("ifHash"), id: text("id") }
    const input = parseForm(editDocumentInput.extend(oneDocument.shape), given)
    await editDocument(deps, actor, input)
    revalidatePath("/workspace/releases/[releaseId]", "layout")
    return { is: "done", message: "Saved.", told: (await getDocument(deps.db, input.id)).hash }
  })
}

export async function restore(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const given = { id: form.get("id"), number: Number(form.get("number")), ifHash: form.get("ifHash") }
    const input = parseForm(restoreVersionInput.extend(oneDocument.shape), given)
    await restoreVersion(deps, actor, input)
    revalidatePath("/workspace/releases/[releaseId]", "layout")
    return { is: "done", message: `Version ${input.number} is the newest again.` }
  })
}

const words = { title: z.string().max(400), body: z.string().max(400_000), scheme: z.enum(["light", "dark", ""]) }
const shown = z.object({ as: z.enum(["page", "widget"]), ...words })
const mailed = oneDocument.extend({ as: z.enum(["mail", "text"]), ...words })

function shownIn(form: FormData) {
  return { as: form.get("as"), title: form.get("title"), body: form.get("body"), scheme: form.get("scheme") ?? "" }
}

/** The typed words as readers would see them: made as the site makes them, kept nowhere. */
export async function preview(_: FormState, form: FormData): Promise<FormState> {
  return acting(async () => {
    const { body, ...rest } = parseForm(shown, shownIn(form))
    return { is: "done", message: "", told: pageOf({ ...rest, html: await renderMarkdown(body) }) }
  })
}

/** The typed words as the mail of a reader called Ada Lovelace. */
export async function previewMail(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id, as, scheme, title, body } = parseForm(mailed, { id: form.get("id"), ...shownIn(form) })
    const mail = await previewEmail(deps, actor, { id, words: { title, body } })
    const told = as === "text" ? textPageOf({ text: mail.text, scheme }) : mailPageOf({ html: mail.html, scheme })
    const size = `${Math.ceil(Buffer.byteLength(mail.html) / 1024)} KB of the 102 KB that Gmail shows`
    return { is: "done", message: `Subject: ${mail.subject}. ${size}. For a reader called Ada Lovelace.`, told }
  })
}
