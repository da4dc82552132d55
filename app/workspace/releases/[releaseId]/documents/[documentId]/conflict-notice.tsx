"use client"

import { Button } from "#components/ui/button.tsx"
import { LineDiffView } from "./line-diff-view.tsx"
import { plainOf, type Stored, type Words } from "./words.ts"

type Props = { stored: Stored; words: Words; take: () => void; keep: () => void }

const NAMES = { title: "Title", slug: "Address", tags: "Tags" } as const

/** Both texts, and the choice. Whichever is not chosen is not lost: what is stored is a version, and what is typed stays until then. */
export function ConflictNotice({ stored, words, take, keep }: Props) {
  const mine = plainOf(words)
  const differing = (["title", "slug", "tags"] as const).filter((name) => mine[name] !== stored[name])
  return (
    <div className="notice conflict" data-kind="wrong" role="alert">
      <div>
        <p>
          <strong>Somebody saved other words meanwhile.</strong> Yours are still here. Below: what is stored (−) and what you have (+). If
          you save yours, theirs stay among the versions.
        </p>
        {differing.map((name) => (
          <p className="changed" key={name}>
            <span className="quiet">{NAMES[name]}</span> <del>{stored[name] || "none"}</del> <span aria-hidden="true">→</span>{" "}
            <ins>{mine[name] || "none"}</ins>
          </p>
        ))}
        <LineDiffView older={stored.body} newer={mine.body} about="What is stored, and what you have" />
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
