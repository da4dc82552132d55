import type { ReleaseView } from "#lib/releases/queries.ts"

/** The fields of the form for what a release is called and how it goes; minutes become the durations that the API takes. */
export function detailsIn(form: FormData): Record<string, unknown> {
  const minutes = (name: string) => `PT${String(form.get(name) ?? "").trim()}M`
  return {
    id: form.get("id"),
    name: form.get("name"),
    summary: form.get("summary"),
    owner: form.get("owner"),
    mail: form.get("mail"),
    hold: minutes("hold"),
    grace: minutes("grace"),
    patience: minutes("patience"),
    requires: form.getAll("requires"),
  }
}

/** Which changes the release has after a form that adds some (`add`, any number of times) or takes one out (`remove`). */
export function changesAfter({ changes }: Pick<ReleaseView, "changes">, form: FormData): string[] {
  const gone = form.getAll("remove")
  const kept: string[] = changes.map(({ id }) => id).filter((id) => !gone.includes(id))
  return [...new Set([...kept, ...form.getAll("add").map(String)])]
}

/** Which flags it moves after a form that sets one (`flag`, with `exposure` off, everyone or percentage) or takes one out. */
export function targetsAfter({ flags }: Pick<ReleaseView, "flags">, form: FormData): unknown[] {
  const gone = [...form.getAll("remove"), ...form.getAll("flag")]
  const kept = flags.filter(({ flag }) => !gone.includes(flag))
  const flag = form.get("flag")
  return flag === null ? kept : [...kept, { flag, ...targetIn(form) }]
}

function targetIn(form: FormData) {
  const exposure = form.get("exposure")
  if (exposure === "percentage") return { enabled: true, rollout: Number(form.get("percent")) }
  return { enabled: exposure === "everyone", rollout: 100 }
}
