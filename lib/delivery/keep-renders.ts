import { mailRenders } from "#db/schema/mail-renders.ts"
import type { Transaction } from "#db/transaction.ts"
import { type EditionId, type LaunchId, type MailRenderId, newId } from "../kernel/ids.ts"
import type { RenderedEmail } from "./render-email.ts"

/** Freezes what a launch will mail, in the transaction that opens the launch: nothing is rendered again after that. */
export async function keepRenders(
  tx: Transaction,
  launchId: LaunchId,
  renders: readonly (RenderedEmail & { editionId: EditionId; locale: string })[],
): Promise<void> {
  if (renders.length === 0) return
  await tx.insert(mailRenders).values(
    renders.map(({ editionId, locale, subject, html, text, listId, messageDomain, sha256 }) => ({
      id: newId<MailRenderId>(),
      launchId,
      ...{ editionId, locale, subject, html, text, listId, messageDomain, sha256 },
    })),
  )
}
