import { openBoundedCache } from "#lib/kernel/bounded-cache.ts"
import { withinMs } from "#lib/kernel/within.ts"
import type { Runtime } from "#lib/runtime.ts"
import type { AddressBook } from "#lib/site/address-book.ts"
import { readAddressBook } from "#lib/site/read-address-book.ts"
import { askNext, type RequestHandler } from "./ask-next.ts"
import { openLastTwo } from "./last-two.ts"
import { bytesOf, type PublishedAnswer, publish } from "./published-answer.ts"
import type { CacheClass, Place } from "./route-table.ts"
import { stripScripts } from "./strip-scripts.ts"

type PlaceIn = (book: AddressBook, revision: number) => Place

/** What is at an address right now, for whoever asks. */
export type Found = { is: "answer"; answer: PublishedAnswer; cache: CacheClass } | { is: "moved"; to: string } | { is: "unavailable" }

export type PublishedSite = {
  find(placeIn: PlaceIn): Promise<Found>
  /** The same for an address that will be asked for again as it is written. */
  findAt(path: string, placeIn: (book: AddressBook) => Place): Promise<Found>
  /** What `findAt` gave for the address, if that is still what is there. Nothing is looked up, made or waited for. */
  again(path: string): PublishedAnswer | null
  /** A file of the build, the same at every revision; null where there is none. */
  findBuilt(path: string): Promise<PublishedAnswer | null>
  /** What Next makes of a path below the revision, for one visitor: it is not kept. Null while no revision can be confirmed. */
  make(pathAt: (revision: number) => string): Promise<Buffer | null>
  keptBytes(): number
}

type Deps = { runtime: Pick<Runtime, "publicDb" | "revision">; handle: RequestHandler; dev: "dev" | "built" }

/** Some hundred pages with their encodings: what is read is kept, the rest is made again when somebody asks. */
const KEPT_BYTES = 64 * 1024 * 1024
/** A page is a few queries and a rendering: one that takes longer waits for something that hangs. Developing, it is compiled first. */
const MAKING_MS = { built: 10_000, dev: 120_000 }
/** A release while a page is being made means making it once more; a third one in a row is not waited for. */
const ATTEMPTS = 3

/** The site as it is published: each answer is made once by Next per site revision, and then kept like a file. */
export function openPublishedSite({ runtime, handle, dev }: Deps): PublishedSite {
  const kept = openBoundedCache<PublishedAnswer>({ maxBytes: KEPT_BYTES, bytesOf })
  const books = openLastTwo((revision) => withinMs(MAKING_MS[dev], readAddressBook(runtime.publicDb, revision)))
  const known = { revision: 0, keys: new Map<string, string>() }
  return { find, findAt, again, findBuilt, make: makeNow, keptBytes: kept.bytes }

  async function find(placeIn: PlaceIn): Promise<Found> {
    return (await asOfNow(runtime, (revision) => findAsOf(revision, placeIn))) ?? { is: "unavailable" }
  }

  function findAt(path: string, placeIn: (book: AddressBook) => Place): Promise<Found> {
    return find((book, revision) => {
      const place = placeIn(book)
      if (place.is === "page" && place.cache === undefined) remember(path, revision, keyOf(revision, place.path))
      return place
    })
  }

  function remember(path: string, revision: number, key: string): void {
    if (revision !== known.revision) known.keys.clear()
    known.revision = revision
    known.keys.set(path, key)
  }

  function again(path: string): PublishedAnswer | null {
    const key = known.keys.get(path)
    const now = runtime.revision.current()
    if (key === undefined || now.is === "unconfirmed" || now.revision !== known.revision) return null
    return kept.find(key)
  }

  function makeNow(pathAt: (revision: number) => string): Promise<Buffer | null> {
    return asOfNow(runtime, async (revision) => (await withinMs(MAKING_MS[dev], make(pathAt(revision)))).body)
  }

  async function findAsOf(revision: number, placeIn: PlaceIn): Promise<Found> {
    const place = placeIn(await books(revision), revision)
    if (place.is === "moved") return place
    if (place.is === "missing") return { is: "answer", answer: await once(keyOf(revision, "/missing")), cache: "missing" }
    return { is: "answer", answer: await once(keyOf(revision, place.path)), cache: place.cache ?? "published" }
  }

  async function findBuilt(path: string): Promise<PublishedAnswer | null> {
    return once(path).catch((error) => {
      if (error instanceof NotMade && error.status === 404) return null
      throw error
    })
  }

  function once(path: string): Promise<PublishedAnswer> {
    const making = () => withinMs(MAKING_MS[dev], make(path))
    return dev === "built" ? kept.get(path, making) : making()
  }

  async function make(path: string): Promise<PublishedAnswer> {
    const { status, headers, body } = await askNext(handle, { method: "GET", path, headers: { host: "localhost" } })
    if (status !== 200) throw new NotMade(path, status)
    const type = String(headers["content-type"] ?? "application/octet-stream")
    const isPage = type.startsWith("text/html") && dev === "built"
    return publish(type, isPage ? Buffer.from(stripScripts(body.toString())) : body)
  }
}

/** What Next is asked for, which is also what the answer is kept under. */
function keyOf(revision: number, path: string): string {
  return `/r/${revision}${path}`
}

type Watched = Pick<Runtime, "revision">

/** Null while no revision can be confirmed, or while they follow each other faster than anything is made. */
async function asOfNow<Made>(watched: Watched, work: (revision: number) => Promise<Made>): Promise<Made | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const now = watched.revision.current()
    if (now.is === "unconfirmed") break
    const made = await stillAsOf(watched, now.revision, work)
    if (made !== null) return made
  }
  return null
}

/** Null if the revision is over by the time it is made: it may hold what is withdrawn by now, so it is not said. */
async function stillAsOf<Made>({ revision: watch }: Watched, revision: number, work: (revision: number) => Promise<Made>) {
  const outcome = await work(revision).then(
    (made) => ({ is: "made" as const, made }),
    (fault: unknown) => ({ is: "fault" as const, fault }),
  )
  const now = watch.current()
  if (now.is === "unconfirmed" || now.revision !== revision) return null
  if (outcome.is === "fault") throw outcome.fault
  return outcome.made
}

class NotMade extends Error {
  readonly status: number

  constructor(path: string, status: number) {
    super(`${path} could not be made: ${status}`)
    this.name = "NotMade"
    this.status = status
  }
}
