import { createHash } from "node:crypto"
import { and, eq, isNull, or, sql } from "drizzle-orm"
import { logos, shareImages } from "#db/schema/brands.ts"
import { editions } from "#db/schema/documents.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { type Brand, lookOf } from "../brand/brand.ts"
import { type Draw, drawAside } from "../brand/draw-aside.ts"
import { getBrand } from "../brand/queries.ts"
import { drawable } from "../brand/share-image.ts"
import type { EditionId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { advanceSiteRevision } from "./advance-site-revision.ts"
import { listUnpictured, type Unpictured } from "./list-unpictured.ts"

type Deps = Pick<Runtime, "db" | "log">
type Made = Unpictured & { look: string; sha256: string; png: Buffer }

/** What this worker could not draw, and so leaves: a picture is a comfort, and nothing waits for one. */
export type LeftOut = Set<EditionId>

const PAINTER: Actor = { kind: "system", name: "share images" }

/**
 * Draws what links to entries and articles look like where they are shared: for what is approved, before its moment, unseen until then;
 * for what is live without one, imported or under a new name, as of the next site revision.
 */
export async function makeShareImages(deps: Deps, { state, leftOut }: { state: "approved" | "live"; leftOut: LeftOut }): Promise<void> {
  const brand = await getBrand(deps.db)
  const look = lookOf(brand)
  const wanted = await listUnpictured(deps.db, { look, state, without: [...leftOut] })
  if (wanted.length === 0) return
  const logo = await findDrawableLogo(deps, brand)
  const made = await drawAside(async (draw) => {
    const drawn: Made[] = []
    for (const one of wanted) {
      const png = await tryToDraw(deps, one, { brand, logo, leftOut, draw })
      if (png !== null) drawn.push({ ...one, look, png, sha256: createHash("sha256").update(png).digest("hex") })
    }
    return drawn
  })
  if (made.length > 0) await keep(deps, made, { state, look })
}

async function tryToDraw(
  { log }: Deps,
  wanted: Unpictured,
  { brand, logo, leftOut, draw }: { brand: Brand; logo: string | null; leftOut: LeftOut; draw: Draw },
): Promise<Buffer | null> {
  const title = drawable(wanted.title)
  const note = wanted.kind === "entry" ? dayInWords(wanted.day) : "Help"
  try {
    if (title !== null) return await draw({ brand, logo, title, note })
    log.warn({ editionId: wanted.editionId }, "a title has letters that no font here has: its page is shared without a picture")
  } catch (error) {
    log.warn({ err: error, editionId: wanted.editionId }, "a share image could not be drawn: its page is shared without one")
  }
  leftOut.add(wanted.editionId)
  return null
}

function dayInWords(day: string): string {
  return Temporal.PlainDate.from(day).toLocaleString("en-GB", { dateStyle: "long" })
}

async function findDrawableLogo({ db }: Deps, { logo }: Brand): Promise<string | null> {
  if (logo === null || logo.type === "image/webp") return null // what draws knows the two others
  const [found] = await db.select({ bytes: logos.bytes }).from(logos).where(eq(logos.hash, logo.hash))
  return found === undefined ? null : `data:${logo.type};base64,${found.bytes.toString("base64")}`
}

async function keep({ db }: Deps, made: Made[], { state, look }: { state: "approved" | "live"; look: string }): Promise<void> {
  if (state === "approved") return keepUnseen(db, made)
  await db.transaction(async (tx) => {
    await tx.execute(sql`select revision from site_state for update`) // another worker may have made the same ones
    if (lookOf(await getBrand(tx)) !== look) return
    const owed = await listStillOwed(tx, made)
    if (owed.length === 0) return
    const liveFrom = await advanceSiteRevision(tx)
    for (const image of owed) await upsert(tx, { ...image, liveFrom })
    const detail = { images: owed.length, revision: liveFrom }
    await recordAudit(tx, { actor: PAINTER, action: "share_images.shown", subject: { kind: "site", id: "site" }, detail })
  })
}

async function keepUnseen(db: Deps["db"], made: Made[]): Promise<void> {
  for (const image of made) await upsert(db, { ...image, liveFrom: null })
}

/** Still live, in the same words, and without an image that is shown. */
async function listStillOwed(tx: Transaction, made: Made[]): Promise<Made[]> {
  const owed: Made[] = []
  for (const image of made) {
    const [row] = await tx
      .select({ id: editions.id })
      .from(editions)
      .leftJoin(shareImages, and(eq(shareImages.editionId, editions.id), eq(shareImages.look, image.look)))
      .where(
        and(
          eq(editions.id, image.editionId),
          eq(editions.state, "live"),
          eq(editions.hash, image.hash),
          or(isNull(shareImages.editionId), isNull(shareImages.liveFrom)),
        ),
      )
    if (row) owed.push(image)
  }
  return owed
}

/** One that is shown stays as it is: what a revision showed is never rewritten. */
async function upsert(db: Pick<Transaction, "insert">, image: Made & { liveFrom: number | null }): Promise<void> {
  const { editionId, look, hash, day, sha256, png, liveFrom } = image
  await db
    .insert(shareImages)
    .values({ editionId, look, hash, day, sha256, png, liveFrom })
    .onConflictDoUpdate({
      target: [shareImages.editionId, shareImages.look],
      set: { hash, day, sha256, png, liveFrom },
      setWhere: isNull(shareImages.liveFrom),
    })
}
