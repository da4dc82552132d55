import { openPage } from "../open-page.ts"
import { findThings } from "./find-things.ts"

export const dynamic = "force-dynamic"

/** What the palette asks at every key: things by the letters in their names, as far as who asks may read them. */
export async function GET(request: Request): Promise<Response> {
  const { deps, actor } = await openPage("/workspace/find", "release.read")
  const asked = new URL(request.url).searchParams.get("q") ?? ""
  const letters = asked.trim().slice(0, 100).toWellFormed().replaceAll("\0", "")
  return Response.json(await findThings(deps, actor, letters))
}
