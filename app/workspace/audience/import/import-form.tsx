"use client"

import { useRouter } from "next/navigation"
import { type FormEvent, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Report } from "./report.tsx"
import { type Answer, uploadFile } from "./upload-file.ts"

/** Checks first, and imports what was checked: another file is checked again. */
export function ImportForm() {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [isBusy, setBusy] = useState(false)
  const router = useRouter()
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const file = form.get("file")
    if (!(file instanceof File)) return
    const mode = answer?.is === "checked" ? "import" : "check"
    setBusy(true)
    setAnswer(await uploadFile(file, { mode, consent: String(form.get("consent") ?? "") }))
    setBusy(false)
    if (mode === "import") router.refresh()
  }
  const count = answer?.is === "checked" ? answer.report.counts.added + answer.report.counts.updated : 0
  return (
    <>
      <form className="stack" onSubmit={(event) => void send(event)} onChange={() => setAnswer(null)}>
        <div className="field">
          <label htmlFor="file">File</label>
          <input id="file" name="file" type="file" accept=".csv,text/csv" required />
        </div>
        <fieldset className="tick-list">
          <legend>Lines that do not say whether there is consent</legend>
          <label>
            <input type="radio" name="consent" value="" defaultChecked /> are refused
          </label>
          <label>
            <input type="radio" name="consent" value="confirmed" /> are of people whose consent I hold, and answer for
          </label>
          <label>
            <input type="radio" name="consent" value="pending" /> are added, and get no mail until they subscribe themselves
          </label>
        </fieldset>
        <div className="form-foot">
          <Button type="submit" kind="main" disabled={isBusy || (answer?.is === "checked" && count === 0)}>
            {labelOf(answer, count)}
          </Button>
        </div>
      </form>
      <div className="import-result" role="status">
        {answer?.is === "refused" ? (
          <div className="notice" data-kind="wrong">
            <p>{answer.message}</p>
          </div>
        ) : null}
        {answer?.is === "checked" || answer?.is === "imported" ? <Report is={answer.is} report={answer.report} /> : null}
      </div>
    </>
  )
}

function labelOf(answer: Answer | null, count: number): string {
  if (answer?.is !== "checked") return "Check the file"
  return count === 0 ? "Nobody to import" : `Import ${new Intl.NumberFormat("en").format(count)} ${count === 1 ? "person" : "people"}`
}
