import { once } from "node:events"
import { Worker } from "node:worker_threads"
import type { Drawn } from "./serve-drawings.ts"
import type { ShareImage } from "./share-image.ts"

export type Draw = (image: ShareImage) => Promise<Buffer>

const DRAWING = new URL("./serve-drawings.ts", import.meta.url)
/** A hundred times what a picture takes: what is not there by then is not coming. */
const LONGEST_MS = 30_000

/**
 * In a thread that begins with the first picture and ends with the work: what draws takes a second or two to load, and a launch that is
 * due in the same process cannot wait for that. A thread that died or hangs is replaced for the next picture.
 */
export async function drawAside<Result>(work: (draw: Draw) => Promise<Result>): Promise<Result> {
  let thread: Worker | null = null
  const end = async () => {
    const ending = thread
    thread = null
    await ending?.terminate()
  }
  const draw: Draw = async (image) => {
    thread ??= new Worker(DRAWING, { execArgv: ["--import", "tsx"] })
    const drawn = await answerOf(thread, image).catch(async (error: unknown) => {
      await end()
      throw error
    })
    if (drawn.is === "failed") throw new Error(drawn.message)
    return Buffer.from(drawn.png)
  }
  try {
    return await work(draw)
  } finally {
    await end()
  }
}

/** Rejects when the thread ends with an error, or says nothing for too long. */
async function answerOf(thread: Worker, image: ShareImage): Promise<Drawn> {
  thread.postMessage(image)
  const [drawn] = await once(thread, "message", { signal: AbortSignal.timeout(LONGEST_MS) })
  return drawn
}
