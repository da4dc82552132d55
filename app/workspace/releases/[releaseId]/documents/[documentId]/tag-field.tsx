"use client"

import { TextField } from "#components/ui/field.tsx"
import type { FormState } from "#components/ui/form-state.ts"
import { tagsIn } from "./words.ts"

type Props = { tags: string; write: (tags: string) => void; used: readonly string[]; state: FormState }

/** Tags with commas between them, and those that other documents have: one thing should not get two names. */
export function TagField({ tags, write, used, state }: Props) {
  const chosen = tagsIn(tags)
  const others = used.filter((tag) => !chosen.includes(tag))
  return (
    <div>
      <TextField
        label="Tags"
        name="tags"
        value={tags}
        onChange={(event) => write(event.target.value)}
        state={state}
        hint="With commas between them"
      />
      {others.length === 0 ? null : (
        <div className="used-tags">
          {others.map((tag) => (
            <button key={tag} type="button" aria-label={`Add the tag ${tag}`} onClick={() => write([...chosen, tag].join(", "))}>
              {tag}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
