import type { ImportReport } from "#lib/subscribers/import-report.ts"

export type Answer = { is: "checked" | "imported"; report: ImportReport } | { is: "refused"; message: string }

/** Sends the file as it is. What does not answer in JSON is not the portal we are signed in to. */
export async function uploadFile(file: File, { mode, consent }: { mode: string; consent: string }): Promise<Answer> {
  const query = new URLSearchParams({ mode, ...(consent === "" ? {} : { consent }) })
  const headers = { "content-type": "text/csv" }
  const response = await fetch(`/workspace/audience/import/file?${query}`, { method: "POST", body: file, headers }).catch(() => null)
  if (response === null) return { is: "refused", message: "The portal did not answer. Try again in a moment." }
  if (!response.headers.get("content-type")?.startsWith("application/json"))
    return { is: "refused", message: "You are signed out, or may not import. Sign in in another tab, then try again." }
  return response.json()
}
