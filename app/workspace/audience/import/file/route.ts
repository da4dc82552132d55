import { z } from "zod"
import { Forbidden, isDomainError } from "#lib/kernel/errors.ts"
import { importSubscribers } from "#lib/subscribers/import-subscribers.ts"
import { previewImport } from "#lib/subscribers/preview-import.ts"
import { readBytesOf } from "../../../../api/read-json.ts"
import { isFromOurPages } from "../../../../own-origin.ts"
import { openPage } from "../../../open-page.ts"

export const dynamic = "force-dynamic"

const EXAMPLE = `email,name,locale,consent,topics,plan,seats
ada@acme.example,Ada Lovelace,en,confirmed,,pro,12
grace@acme.example,Grace Hopper,de,pending,,free,1
`

/** A file to begin with. */
export async function GET(): Promise<Response> {
  await openPage("/workspace/audience/import", "subscriber.write")
  const headers = { "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="subscribers.csv"' }
  return new Response(EXAMPLE, { headers: { ...headers, "cache-control": "no-store" } })
}

const asked = z.object({
  mode: z.enum(["check", "import"]).catch("check"),
  consent: z.enum(["confirmed", "pending"]).optional().catch(undefined),
})

const TAKES = { mediaType: "text/csv" as const, limitBytes: 20 * 1024 * 1024, description: "A file of subscribers" }

/** No action: those take 1 MB at most, and a file is read only once it is known who sends it. */
export async function POST(request: Request): Promise<Response> {
  const { deps, actor } = await openPage("/workspace/audience/import", "subscriber.write")
  try {
    if (!isFromOurPages(request.headers, deps.settings.publicUrl)) throw new Forbidden("This was not sent by a page of this portal.")
    const { mode, consent } = asked.parse(Object.fromEntries(new URL(request.url).searchParams))
    const file = { bytes: await readBytesOf(request, TAKES), consent: consent ?? null }
    const report = await (mode === "check" ? previewImport : importSubscribers)(deps, actor, file)
    return Response.json({ is: mode === "check" ? "checked" : "imported", report })
  } catch (error) {
    if (isDomainError(error)) return Response.json({ is: "refused", message: error.message }, { status: 422 })
    throw error
  }
}
