"use client"

import { useRouter } from "next/navigation"
import { useRef } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { TextField } from "#components/ui/field.tsx"
import type { FormAction, FormState } from "#components/ui/form-state.ts"
import { save } from "./actions.ts"
import { ConflictNotice } from "./conflict-notice.tsx"
import { LeaveGuard } from "./leave-guard.tsx"
import { type Face, Preview } from "./preview.tsx"
import { TagField } from "./tag-field.tsx"
import { pressIn, Toolbar } from "./toolbar.tsx"
import { UnsavedWords } from "./unsaved-words.tsx"
import { useWords } from "./use-words.ts"
import { lengthOf, type Stored } from "./words.ts"

type Props = {
  stored: Stored
  /** All of its address but the last part; null where it has none. */
  addressBefore: string | null
  wasPublic: boolean
  usedTags: readonly string[]
  faces: readonly Face[]
  mayWrite: boolean
}

/** The words of a document, and how readers will see them. What was typed stays typed, whatever somebody else stores meanwhile. */
export function Editor({ stored, faces, mayWrite, ...more }: Props) {
  const router = useRouter()
  const at = useWords(stored)
  const { words, base, isChanged } = at
  const saving: FormAction = async (state, form) => {
    const answer = await save(state, form)
    if (answer.is === "done") at.saved(words, answer.told ?? base.hash)
    if (answer.is === "refused" && answer.complaints.length === 0) router.refresh()
    return answer
  }
  return (
    <div className="editor">
      <div>
        {at.isStale ? <ConflictNotice stored={stored} words={words} take={at.take} keep={at.keep} /> : null}
        <UnsavedWords stored={stored} unsaved={isChanged ? { words, hash: base.hash } : null} takeUp={at.takeUp} />
        <ActionForm
          action={saving}
          submit="Save"
          given={{ id: stored.id, ifHash: base.hash }}
          className="stack"
          beside={<Standing isChanged={isChanged} body={words.body} mayWrite={mayWrite} />}
        >
          {(state) => (
            <fieldset className="stack words" disabled={!mayWrite}>
              <legend className="visually-hidden">Words</legend>
              <Fields state={state} stored={stored} at={at} {...more} />
            </fieldset>
          )}
        </ActionForm>
        <LeaveGuard isChanged={isChanged} />
      </div>
      <Preview id={stored.id} faces={faces} title={words.title} body={words.body} />
    </div>
  )
}

type Fielded = Omit<Props, "faces" | "mayWrite"> & { state: FormState; at: ReturnType<typeof useWords> }

function Fields({ state, stored, at: { words, write }, addressBefore, wasPublic, usedTags }: Fielded) {
  return (
    <>
      <TextField
        label="Title"
        name="title"
        value={words.title}
        onChange={(event) => write({ title: event.target.value })}
        required
        maxLength={200}
        state={state}
      />
      <TextArea body={words.body} write={(body) => write({ body })} state={state} />
      <div className="pair">
        <TextField
          label="Address"
          name="slug"
          value={words.slug}
          onChange={(event) => write({ slug: event.target.value })}
          required
          state={state}
          hint={addressHint({ before: addressBefore, slug: words.slug, isMoved: wasPublic && words.slug !== stored.slug })}
        />
        <TagField tags={words.tags} write={(tags) => write({ tags })} used={usedTags} state={state} />
      </div>
    </>
  )
}

function addressHint({ before, slug, isMoved }: { before: string | null; slug: string; isMoved: boolean }): string {
  if (before === null) return "Its name among documents of its kind"
  return isMoved ? `${before}${slug}; its old address will lead here` : `${before}${slug}`
}

function TextArea({ body, write, state }: { body: string; write: (body: string) => void; state: FormState }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const wrong = state.is === "refused" ? state.complaints.find(({ path }) => path === "body") : undefined
  return (
    <div className="field text-field">
      <div className="text-head">
        <label htmlFor="body">Text</label>
        <Toolbar area={area} />
      </div>
      <textarea
        ref={area}
        id="body"
        name="body"
        value={body}
        onChange={(event) => write(event.target.value)}
        onKeyDown={pressIn}
        rows={20}
        spellCheck
        aria-invalid={wrong === undefined ? undefined : true}
        aria-describedby={wrong === undefined ? "body-hint" : "body-wrong"}
      />
      {wrong === undefined ? null : (
        <p className="wrong" id="body-wrong">
          Text {wrong.message}.
        </p>
      )}
      <p className="hint" id="body-hint">
        Markdown. Ctrl+S saves.
      </p>
    </div>
  )
}

function Standing({ isChanged, body, mayWrite }: { isChanged: boolean; body: string; mayWrite: boolean }) {
  const { words, minutes } = lengthOf(body)
  return (
    <span className="standing quiet">
      {words === 0 ? "No words yet" : `${new Intl.NumberFormat("en").format(words)} words, ${minutes} min to read`}
      {mayWrite ? <span data-is={isChanged ? "changed" : "saved"}> · {isChanged ? "not saved" : "all saved"}</span> : null}
    </span>
  )
}
