import { publicAddress } from "#lib/site/public-address.ts"
import { siteAt } from "../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

export async function GET(_: Request, { params }: { params: Promise<{ revision: string }> }): Promise<Response> {
  const { publicUrl } = await siteAt((await params).revision)
  const lines = ["User-agent: *", "Allow: /", "", `Sitemap: ${publicAddress(publicUrl, "/sitemap.xml")}`, ""]
  return new Response(lines.join("\n"), { headers: { "content-type": "text/plain; charset=utf-8" } })
}
