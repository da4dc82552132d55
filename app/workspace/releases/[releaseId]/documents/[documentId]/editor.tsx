"use client"

import { useRouter } from "next/navigation"
import { useState } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { AreaField, TextField } from "#components/ui/field.tsx"
import type { FormAction } from "#components/ui/form-state.ts"
import { save } from "./actions.ts"
import { LineDiffView } from "./line-diff-view.tsx"
import { type Face, PreviewFrame } from "./preview-frame.tsx"

export type Stored = { id: string; title: string; slug: string; body: string; tags: string; hash: string; hasAddress: boolean }

const FACE_WORDS: Record<Face, string> = { page: "As a page", widget: "In the widget", mail: "As a mail" }

/** The words of a document. What was typed stays typed, whatever somebody else stores meanwhile. */
export function Editor({ stored, faces, mayWrite }: { stored: Stored; faces: readonly Face[]; mayWrite: boolean }) {
  const router = useRouter()
  const [title, setTitle] = useState(stored.title)
  const [body, setBody] = useState(stored.body)
  // The words that this writing started from, and that a save replaces.
  const [base, setBase] = useState(stored)
  const [face, setFace] = useState<Face | null>(null)
  const isStale = base.hash !== stored.hash
  const saving: FormAction = async (state, form) => {
    const answer = await save(state, form)
    if (answer.is === "refused" && answer.complaints.length === 0) router.refresh()
    return answer
  }
  const take = () => {
    setTitle(stored.title)
    setBody(stored.body)
    setBase(stored)
  }
  // What came back from our own save is what was typed: there is nothing to decide.
  if (isStale && stored.title === title.trim() && stored.body === body) setBase(stored)
  return (
    <div className="editor" data-split={face === null ? "no" : "yes"}>
      <div>
        {isStale ? <Conflict stored={stored} body={body} take={take} keep={() => setBase(stored)} /> : null}
        <ActionForm
          action={saving}
          submit="Save"
          given={{ id: stored.id, ifHash: base.hash }}
          className="stack"
          beside={<Faces {...{ faces, face, setFace }} />}
        >
          {(state) => (
            <fieldset className="stack words" disabled={!mayWrite}>
              <legend className="visually-hidden">Words</legend>
              <TextField
                label="Title"
                name="title"
                value={title}
                onChange={(event) => setTitle(event.target.value)}
                required
                maxLength={200}
                state={state}
              />
              <AreaField
                label="Text"
                name="body"
                value={body}
                onChange={(event) => setBody(event.target.value)}
                rows={20}
                spellCheck
                state={state}
                hint="Markdown"
              />
              <div className="pair">
                <TextField
                  label="Address"
                  name="slug"
                  defaultValue={stored.slug}
                  key={base.hash}
                  required
                  state={state}
                  hint={stored.hasAddress ? "The last part of its address" : "Its name among documents of its kind"}
                />
                <TextField
                  label="Tags"
                  name="tags"
                  defaultValue={stored.tags}
                  key={`tags ${base.hash}`}
                  state={state}
                  hint="With commas between them"
                />
              </div>
            </fieldset>
          )}
        </ActionForm>
      </div>
      {face === null ? null : <PreviewFrame id={stored.id} hash={stored.hash} as={face} title={title} body={body} />}
    </div>
  )
}

type Chosen = { faces: readonly Face[]; face: Face | null; setFace: (face: Face | null) => void }

function Faces({ faces, face, setFace }: Chosen) {
  return faces.map((one) => (
    <Button
      key={one}
      kind={face === one ? undefined : "plain"}
      aria-pressed={face === one}
      onClick={() => setFace(face === one ? null : one)}
    >
      {FACE_WORDS[one]}
    </Button>
  ))
}

function Conflict({ stored, body, take, keep }: { stored: Stored; body: string; take: () => void; keep: () => void }) {
  return (
    <div className="notice conflict" data-kind="wrong" role="alert">
      <div>
        <p>
          <strong>Somebody saved other words meanwhile.</strong> Yours are still here. Below: what is stored (−) and what you have (+).
        </p>
        <LineDiffView older={stored.body} newer={body} about="What is stored, and what you have" />
        <div className="form-foot">
          <Button kind="main" onClick={keep}>
            Go on with mine
          </Button>
          <Button onClick={take}>Take what is stored</Button>
        </div>
      </div>
    </div>
  )
}
