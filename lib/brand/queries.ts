import { eq, isNull } from "drizzle-orm"
import { brands, logos } from "#db/schema/brands.ts"
import type { Queryable } from "#db/transaction.ts"
import { type Brand, UNBRANDED } from "./brand.ts"

/** As it is now; null before anybody has said anything. */
export async function findBrand(db: Queryable): Promise<Brand | null> {
  const [row] = await db
    .select({
      name: brands.name,
      lead: brands.lead,
      accent: brands.accent,
      headingFont: brands.headingFont,
      logo: { hash: logos.hash, type: logos.type, width: logos.width, height: logos.height },
    })
    .from(brands)
    .leftJoin(logos, eq(logos.hash, brands.logo))
    .where(isNull(brands.liveUntil))
  return row ?? null
}

export async function getBrand(db: Queryable): Promise<Brand> {
  return (await findBrand(db)) ?? UNBRANDED
}
