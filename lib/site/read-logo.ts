import { and, eq, lte } from "drizzle-orm"
import { publicLogos } from "#db/schema/public-views.ts"
import type { PublicDatabase } from "#db/transaction.ts"
import type { PictureType } from "../brand/picture.ts"

/** A picture that was the site's logo at the revision or before it. */
export async function readLogo(
  db: Pick<PublicDatabase, "select">,
  revision: number,
  hash: string,
): Promise<{ type: PictureType; bytes: Buffer } | null> {
  const { type, bytes, liveFrom } = publicLogos
  const [logo] = await db
    .select({ type, bytes })
    .from(publicLogos)
    .where(and(eq(publicLogos.hash, hash), lte(liveFrom, revision)))
  return logo ?? null
}
