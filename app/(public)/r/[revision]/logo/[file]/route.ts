import { readLogo } from "#lib/site/read-logo.ts"
import { siteAt } from "../../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

export async function GET(_: Request, { params }: { params: Promise<{ revision: string; file: string }> }): Promise<Response> {
  const { revision: text, file } = await params
  const { publicDb, revision } = await siteAt(text)
  const logo = await readLogo(publicDb, revision, file.split(".")[0] ?? "")
  if (logo === null) return new Response(null, { status: 404 })
  return new Response(new Uint8Array(logo.bytes), { headers: { "content-type": logo.type } })
}
