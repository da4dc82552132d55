import { z } from "zod"
import type { AuditRecord } from "#lib/audit/audit-record.ts"
import { listAudit } from "#lib/audit/queries.ts"
import { verifyChain } from "#lib/audit/verify-chain.ts"
import { type AuditRecordId, idOf } from "#lib/kernel/ids.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const auditShown = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  action: z.string().meta({ example: "launch.begun" }),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  subject: z.object({ kind: z.string(), id: z.string() }),
  detail: z.record(z.string(), z.unknown()),
})

const position = z.object({ id: z.uuid().transform(idOf<AuditRecordId>) })

export const listAuditOperation = operation({
  method: "get",
  path: "/api/v1/audit",
  act: "audit.read",
  summary: "Read the audit log, the newest line first",
  query: z.object({ ...pageQuery, subjectKind: z.string().max(40).optional(), subjectId: z.string().max(100).optional() }),
  answers: { 200: { description: "Lines", schema: page(auditShown) } },
  run: async ({ deps, query: { limit, cursor, subjectKind, subjectId } }) => {
    const before = decodeCursor(cursor, position)?.id ?? null
    const rows = await listAudit(deps.db, { before, limit: limit + 1, subjectKind, subjectId })
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => ({ id }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

const broken = z.object({ sequence: z.int().nullable(), recordId: z.uuid(), because: z.string() })

export const verifyAuditOperation = operation({
  method: "post",
  path: "/api/v1/audit/verify",
  act: "audit.read",
  summary: "Compute every hash of the audit log again",
  answers: {
    200: {
      description: "Whether every sealed line follows from the one before, and where it first does not",
      schema: z.object({ ok: z.boolean(), entries: z.int(), unsealed: z.int(), firstBroken: broken.optional() }),
    },
  },
  repeatable: "by itself",
  run: async ({ deps, actor }) => ({ status: 200, body: await verifyChain(deps, actor) }),
})

function shown(record: AuditRecord) {
  return { ...record, at: record.at.toString() }
}
