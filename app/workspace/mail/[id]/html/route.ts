import { isDomainError } from "#lib/kernel/errors.ts"
import { getCapturedMail } from "#lib/mail/queries.ts"
import { openPage } from "../../../open-page.ts"

export const dynamic = "force-dynamic"

/** In this frame nothing runs and nothing is fetched from elsewhere; links open in a page of their own. */
const POLICY = [
  "sandbox allow-popups allow-popups-to-escape-sandbox",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join("; ")

/** The mail itself, for the frame that shows it. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params
  const { deps } = await openPage("/workspace/mail", "mail.read")
  const html = /^[1-9]\d{0,14}$/.test(id) ? await findHtml(deps, Number(id)) : null
  if (html === null)
    return new Response("There is no such mail.\n", { status: 404, headers: { "content-type": "text/plain; charset=utf-8" } })
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY } })
}

async function findHtml({ db }: Pick<Awaited<ReturnType<typeof openPage>>["deps"], "db">, id: number): Promise<string | null> {
  try {
    return (await getCapturedMail(db, id)).html
  } catch (error) {
    if (isDomainError(error)) return null
    throw error
  }
}
