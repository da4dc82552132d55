import { isNull, sql } from "drizzle-orm"
import { brands, logos } from "#db/schema/brands.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { Brand } from "../brand/brand.ts"
import type { EditBrand, GivenLogo } from "../brand/input.ts"
import { getBrand } from "../brand/queries.ts"
import { type BrandId, newId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { advanceSiteRevision } from "./advance-site-revision.ts"

/**
 * Changes how the site calls itself and looks, everywhere at once: what visitors read of it is as of the next site revision. Saying what
 * is so already changes nothing.
 */
export async function publishBrand(deps: Pick<Runtime, "db">, actor: Actor, input: EditBrand): Promise<Brand> {
  authorize(actor, "site.edit")
  return deps.db.transaction(async (tx) => {
    await tx.execute(sql`select revision from site_state for update`) // two at once: the second changes what the first has made
    const before = await getBrand(tx)
    const after = { ...before, ...given(input) }
    if (isSame(before, after)) return before
    if (input.logo) await keepLogo(tx, input.logo)
    const revision = await advanceSiteRevision(tx)
    await tx.update(brands).set({ liveUntil: revision }).where(isNull(brands.liveUntil))
    await tx.insert(brands).values({ ...after, id: newId<BrandId>(), logo: after.logo?.hash ?? null, liveFrom: revision })
    await recordAudit(tx, { actor, action: "site.edited", subject: { kind: "site", id: "site" }, detail: { before, after, revision } })
    return after
  })
}

/** Without what was left out, and of the logo only what it is known by. */
function given({ logo, ...rest }: EditBrand): Partial<Brand> {
  const named = Object.entries(rest).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(named), ...(logo === undefined ? {} : { logo: logo === null ? null : withoutBytes(logo) }) }
}

function withoutBytes({ hash, type, width, height }: GivenLogo) {
  return { hash, type, width, height }
}

function isSame(one: Brand, other: Brand): boolean {
  const said = ({ name, lead, accent, headingFont, logo }: Brand) => JSON.stringify([name, lead, accent, headingFont, logo?.hash])
  return said(one) === said(other)
}

async function keepLogo(tx: Transaction, logo: GivenLogo): Promise<void> {
  await tx.insert(logos).values(logo).onConflictDoNothing()
}
