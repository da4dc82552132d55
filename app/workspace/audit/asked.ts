import { z } from "zod"
import type { AuditFilter } from "#lib/audit/queries.ts"
import { type AuditRecordId, idOf } from "#lib/kernel/ids.ts"
import { listAddress, type Query, searched } from "../list-address.ts"

const recordId = z.uuid().transform(idOf<AuditRecordId>)
const day = z.iso.date().optional().catch(undefined)

/** Of what an address says, what can be meant; the rest is as if it were not there. */
const asked = z.object({
  actor: searched(100),
  action: z
    .string()
    .regex(/^[a-z_]{1,40}\.[a-z_]{1,40}$/)
    .optional()
    .catch(undefined),
  kind: z
    .string()
    .regex(/^[a-z ]{1,40}$/)
    .optional()
    .catch(undefined),
  /** With `kind`: one object's whole story. */
  subject: z.string().max(100).toLowerCase().optional().catch(undefined),
  from: day,
  to: day,
  before: recordId.optional().catch(undefined),
  record: recordId.optional().catch(undefined),
})

export type Asked = z.infer<typeof asked>

export function askedIn(query: Query): Asked {
  return asked.parse(query)
}

export const AUDIT = "/workspace/audit"

/** Days are those of UTC, the last one included: the log belongs to no reader's zone. */
export function filterOf({ actor, action, kind, subject, from, to }: Asked): AuditFilter {
  return {
    actor,
    action,
    subjectKind: kind,
    subjectId: subject,
    from: from === undefined ? undefined : beginning(Temporal.PlainDate.from(from)),
    until: to === undefined ? undefined : beginning(Temporal.PlainDate.from(to).add({ days: 1 })),
  }
}

function beginning(date: Temporal.PlainDate): Temporal.Instant {
  return date.toZonedDateTime("UTC").toInstant()
}

export function isFiltered({ before: _, record: __, ...filters }: Asked): boolean {
  return Object.values(filters).some((value) => value !== undefined)
}

/** The same lines with something else about them; null takes a part away. */
export function addressOf(asked: Asked, other: Partial<Record<keyof Asked, string | null>>, page: string = AUDIT): string {
  return listAddress(page, { ...asked, ...other })
}
