import { desc } from "drizzle-orm"
import { publicBrands } from "#db/schema/public-views.ts"
import type { PublicDatabase } from "#db/transaction.ts"
import { type Brand, type Logo, UNBRANDED } from "../brand/brand.ts"
import { liveAsOf } from "./as-of.ts"

/** How the site called itself and looked at the revision. */
export async function readBrand(db: Pick<PublicDatabase, "select">, revision: number): Promise<Brand> {
  const [row] = await db.select().from(publicBrands).where(liveAsOf(publicBrands, revision)).orderBy(desc(publicBrands.liveFrom)).limit(1)
  if (!row) return UNBRANDED
  const { name, lead, accent, headingFont } = row
  return { name, lead, accent, headingFont, logo: logoOf(row) }
}

type LogoColumns = { logoHash: string | null; logoType: Logo["type"] | null; logoWidth: number | null; logoHeight: number | null }

function logoOf({ logoHash: hash, logoType: type, logoWidth: width, logoHeight: height }: LogoColumns): Logo | null {
  return hash === null || type === null || width === null || height === null ? null : { hash, type, width, height }
}
