import type { Transaction } from "#db/transaction.ts"
import { type Actor, keyOf, nameOf } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { approveEdition } from "../documents/approve-edition.ts"
import { Forbidden } from "../kernel/errors.ts"
import type { DocumentId } from "../kernel/ids.ts"
import { getAccessRules } from "../people/queries.ts"
import type { Runtime } from "../runtime.ts"
import { lockDocument } from "./lock-document.ts"

/** Approves exactly the words with this hash. Whoever wrote them may not, unless they may do everything, or an owner said so. */
export async function approveDocument(deps: Pick<Runtime, "db">, actor: Actor, input: { id: DocumentId; hash: string }): Promise<void> {
  authorize(actor, "document.approve")
  return deps.db.transaction(async (tx) => {
    const document = await lockDocument(tx, input.id, "approving")
    if (document.editedBy === keyOf(actor) && !(await mayApproveOwnWords(tx, actor))) {
      throw new Forbidden(
        "You wrote these words: somebody else has to approve them. Where you work alone, an owner may allow it: People, Rules.",
      )
    }
    await approveEdition(tx, { editionId: document.editionId, hash: input.hash, approvedBy: nameOf(actor).name })
    await recordAudit(tx, {
      actor,
      action: "document.approved",
      subject: { kind: "document", id: document.id },
      detail: { title: document.title, hash: input.hash },
    })
  })
}

async function mayApproveOwnWords(tx: Transaction, actor: Actor): Promise<boolean> {
  if (actor.kind === "token") return actor.scopes.includes("admin")
  return actor.kind !== "person" || (await getAccessRules(tx)).ownApproval === "allowed"
}
