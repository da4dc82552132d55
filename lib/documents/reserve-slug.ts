import { and, eq } from "drizzle-orm"
import { slugs } from "#db/schema/documents.ts"
import type { Transaction } from "#db/transaction.ts"
import { Invalid } from "../kernel/errors.ts"
import type { DocumentId } from "../kernel/ids.ts"
import type { DocumentKind } from "./document.ts"
import { slugAfter, slugOf } from "./slug.ts"

type Owner = { id: DocumentId; kind: DocumentKind }

/** A slug that a person chose is taken as it is or refused; one made from a title gives way to those that are taken. */
export type WantedSlug = { chosen: string } | { fromTitle: string }

/** How often an address made from a title is tried with another number before a person has to choose one. */
const ATTEMPTS = 200

/** Takes a slug for a document, for ever once it was public. Throws Invalid beside `slug` where there is none to be had. */
export async function reserveSlug(tx: Transaction, owner: Owner, wanted: WantedSlug): Promise<string> {
  return "chosen" in wanted ? reserveChosen(tx, owner, wanted.chosen) : reserveNearby(tx, owner, slugOf(wanted.fromTitle))
}

async function reserveChosen(tx: Transaction, owner: Owner, slug: string): Promise<string> {
  if (await take(tx, owner, slug)) return slug
  throw new Invalid([{ path: "slug", message: `"${slug}" belongs to another document, or did once. Choose another one.` }])
}

async function reserveNearby(tx: Transaction, owner: Owner, wanted: string): Promise<string> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const slug = slugAfter(wanted, attempt)
    if (await take(tx, owner, slug)) return slug
  }
  throw new Invalid([{ path: "slug", message: `There are ${ATTEMPTS} documents called "${wanted}". Choose a slug of your own.` }])
}

/** Taking one's own again is fine. */
async function take(tx: Transaction, { id, kind }: Owner, slug: string): Promise<boolean> {
  const taken = await tx.insert(slugs).values({ place: kind, slug, documentId: id }).onConflictDoNothing().returning({ slug: slugs.slug })
  if (taken.length > 0) return true
  const [holder] = await tx
    .select({ documentId: slugs.documentId })
    .from(slugs)
    .where(and(eq(slugs.place, kind), eq(slugs.slug, slug)))
  return holder?.documentId === id
}
