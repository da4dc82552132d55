import type { Complaint } from "#lib/kernel/errors.ts"

/**
 * What a form knows of its last sending. `told` is what only the sender may see, once: the text of a new token. `to` is the page
 * that is next: the browser goes there itself, since a redirect of an action would have the server fetch its own public address.
 */
export type FormState =
  | { is: "new" }
  | { is: "done"; message: string; told?: string; to?: string }
  | { is: "refused"; message: string; complaints: Complaint[] }

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>

export const NEW_FORM: FormState = { is: "new" }

export function complaintAt(state: FormState, path: string): string | null {
  if (state.is !== "refused") return null
  return state.complaints.find((complaint) => complaint.path === path || complaint.path.startsWith(`${path}.`))?.message ?? null
}
