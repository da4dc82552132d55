import { DELIVERY_STATES } from "#lib/delivery/delivery.ts"
import { type DeliveryView, listDeliveries } from "#lib/delivery/queries.ts"
import type { Launch } from "#lib/launch/launch.ts"
import type { Runtime } from "#lib/runtime.ts"
import { openPage } from "../../../../open-page.ts"
import { csvLine } from "../csv-line.ts"
import { findOne, MAILED } from "../load-mailed.ts"

export const dynamic = "force-dynamic"

/** So many rows are in memory at a time, however many were mailed. */
const IN_A_PART = 1000

/** The whole list as a file, for whoever has to write to them by other means. */
export async function GET(request: Request, { params }: { params: Promise<{ launchId: string }> }): Promise<Response> {
  const { launchId } = await params
  const { deps } = await openPage(`/workspace/launches/${launchId}/mailed`, "delivery.read")
  const launch = await findOne(deps, launchId)
  const asked = new URL(request.url).searchParams.get("state")
  const state = DELIVERY_STATES.find((one) => one === asked)
  return new Response(streamed(linesOf(deps, launch, state === undefined ? MAILED : [state])), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="mailed-${launch.id}.csv"`,
      "cache-control": "private, no-store",
    },
  })
}

function streamed(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void parts.return(undefined),
  })
}

async function* linesOf({ db }: Pick<Runtime, "db">, { id }: Launch, states: Parameters<typeof listDeliveries>[2]["states"]) {
  const encoder = new TextEncoder()
  yield encoder.encode(csvLine(["email", "name", "state", "reason", "feedback", "since"]))
  let after: DeliveryView["id"] | null = null
  for (;;) {
    const part: DeliveryView[] = await listDeliveries(db, id, { states, after, limit: IN_A_PART })
    yield encoder.encode(part.map(lineOf).join(""))
    if (part.length < IN_A_PART) return
    after = part.at(-1)?.id ?? null
  }
}

function lineOf({ subscriber, state, reason, feedback, movedAt }: DeliveryView): string {
  return csvLine([subscriber?.email ?? "", subscriber?.name ?? "", state, reason ?? "", feedback ?? "", movedAt.toString()])
}
