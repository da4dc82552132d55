import type { z } from "zod"
import { type Complaint, Invalid } from "#lib/kernel/errors.ts"
import { complaintsOf } from "../../api/complaints.ts"
import { unsafeParts } from "../../api/unsafe-parts.ts"

/** The fields of a form, all problems at once, as for the HTTP interface. */
export function parseVisit<Shape extends z.ZodType>(shape: Shape, fields: Record<string, unknown>): z.output<Shape> {
  const unsafe = unsafeParts(fields)
  if (unsafe.length > 0) throw new Invalid(unsafe)
  const parsed = shape.safeParse(fields)
  if (!parsed.success) throw new Invalid(complaintsOf(parsed.error))
  return parsed.data
}

/** What is wrong, by field, for the page that shows the form again. */
export function wrongFields(complaints: readonly Complaint[]): Record<string, string> {
  return Object.fromEntries(complaints.map(({ path, message }) => [`wrong-${path.split(".")[0]}`, message]).reverse())
}
