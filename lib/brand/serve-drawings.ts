import { on } from "node:events"
import { type MessagePort, parentPort } from "node:worker_threads"
import { drawShareImage } from "./draw-share-image.ts"
import type { ShareImage } from "./share-image.ts"

export type Drawn = { is: "drawn"; png: Uint8Array } | { is: "failed"; message: string }

/** Draws what is asked for over the port, one picture after the other. */
export async function serveDrawings(port: MessagePort): Promise<void> {
  for await (const [image] of on(port, "message")) port.postMessage(await drawnOf(image))
}

function drawnOf(image: ShareImage): Promise<Drawn> {
  return drawShareImage(image).then(
    (png) => ({ is: "drawn", png }),
    (error: unknown) => ({ is: "failed", message: String(error) }),
  )
}

// This file is what the thread of draw-aside.ts begins with; nobody else loads it.
if (parentPort !== null) await serveDrawings(parentPort)
