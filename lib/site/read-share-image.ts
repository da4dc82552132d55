import { and, eq } from "drizzle-orm"
import { publicShareImages } from "#db/schema/public-views.ts"
import type { PublicDatabase } from "#db/transaction.ts"
import { liveAsOf } from "./as-of.ts"
import type { ReleasedDocument } from "./released-document.ts"

type Of = Pick<ReleasedDocument, "publicId" | "locale"> & { look: string }

/** What a link to a document looked like at the revision, under the brand of that time; null where no picture was made. */
export async function readShareImage(
  db: Pick<PublicDatabase, "select">,
  revision: number,
  { publicId, locale, look }: Of,
): Promise<{ png: Buffer } | null> {
  const [image] = await db
    .select({ png: publicShareImages.png })
    .from(publicShareImages)
    .where(
      and(
        eq(publicShareImages.publicId, publicId),
        eq(publicShareImages.locale, locale),
        eq(publicShareImages.look, look),
        liveAsOf(publicShareImages, revision),
      ),
    )
  return image ?? null
}
