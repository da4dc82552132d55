import { and, asc, desc, eq, inArray, lte, sql } from "drizzle-orm"
import { publicEditions, publicLogos, publicShareImages } from "#db/schema/public-views.ts"
import type { PublicDatabase } from "#db/transaction.ts"
import { logoPathOf, lookOf } from "../brand/brand.ts"
import { type AddressBook, addressBookOf } from "./address-book.ts"
import { liveAsOf, shownAsOf } from "./as-of.ts"
import { readBrand } from "./read-brand.ts"

type Reader = Pick<PublicDatabase, "select">

/** Every address that leads somewhere at the revision. The one query whose cost grows with history; asked once per revision. */
export async function readAddressBook(db: Reader, revision: number): Promise<AddressBook> {
  const [rows, images, logos] = await Promise.all([listRows(db, revision), listPictured(db, revision), listLogos(db, revision)])
  return addressBookOf(rows, { images, logos })
}

function listRows(db: Reader, revision: number) {
  return db
    .select({
      publicId: publicEditions.publicId,
      kind: publicEditions.kind,
      locale: publicEditions.locale,
      slug: publicEditions.slug,
      publishedAt: publicEditions.publishedAt,
      tags: publicEditions.tags,
      isShown: sql<boolean>`(${shownAsOf(revision)})`,
    })
    .from(publicEditions)
    .where(and(inArray(publicEditions.kind, ["entry", "article"]), lte(publicEditions.liveFrom, revision)))
    .orderBy(desc(publicEditions.publishedAt), desc(publicEditions.publicId))
}

/** Whose share image there is, under the brand of the revision. */
async function listPictured(db: Reader, revision: number) {
  const { publicId, locale, look } = publicShareImages
  const brand = await readBrand(db, revision)
  return db
    .select({ publicId, locale })
    .from(publicShareImages)
    .where(and(eq(look, lookOf(brand)), liveAsOf(publicShareImages, revision)))
}

async function listLogos(db: Reader, revision: number): Promise<string[]> {
  const { hash, type, liveFrom } = publicLogos
  const rows = await db.select({ hash, type }).from(publicLogos).where(lte(liveFrom, revision)).orderBy(asc(hash))
  return rows.map(logoPathOf)
}
