import { listAudit } from "#lib/audit/queries.ts"
import type { AuditRecordId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import { openPage } from "../../open-page.ts"
import { type Asked, askedIn, filterOf } from "../asked.ts"

export const dynamic = "force-dynamic"

/** A file that is still sent in one piece. Whoever wants more narrows the days, or pages through the interface. */
const MOST_LINES = 50_000
const AT_ONCE = 2000

/** The lines that the address asks for, the latest first, as JSON Lines. */
export async function GET(request: Request): Promise<Response> {
  const { deps } = await openPage("/workspace/audit", "audit.read")
  const asked = askedIn(Object.fromEntries(new URL(request.url).searchParams))
  const headers = {
    "content-type": "application/jsonl; charset=utf-8",
    "content-disposition": `attachment; filename="audit-${deps.clock.now().toString().slice(0, 10)}.jsonl"`,
  }
  return new Response(await linesOf(deps, asked), { headers })
}

async function linesOf({ db }: Pick<Runtime, "db">, asked: Asked): Promise<string> {
  const parts: string[] = []
  let before: AuditRecordId | null = null
  for (let count = 0; count < MOST_LINES; count += AT_ONCE) {
    const records = await listAudit(db, { ...filterOf(asked), before, limit: AT_ONCE })
    parts.push(...records.map((record) => `${JSON.stringify({ ...record, at: record.at.toString() })}\n`))
    const last = records.at(-1)
    if (last === undefined || records.length < AT_ONCE) break
    before = last.id
  }
  return parts.join("")
}
