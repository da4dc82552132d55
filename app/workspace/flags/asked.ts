import { z } from "zod"
import { flagFilter } from "#lib/flags/input.ts"
import { type FlagId, idOf } from "#lib/kernel/ids.ts"
import { listAddress, type Query, searched } from "../list-address.ts"

const flagId = z.uuid().transform(idOf<FlagId>)

/** Of what an address says, what can be meant; the rest is as if it were not there. */
const asked = z.object({
  search: searched(200),
  connection: flagFilter.connection.catch(undefined),
  environment: flagFilter.environment.catch(undefined),
  stands: z.literal("drifted").optional().catch(undefined),
  after: flagId.optional().catch(undefined),
  flag: flagId.optional().catch(undefined),
})

export type Asked = z.infer<typeof asked>

export function askedIn(query: Query): Asked {
  return asked.parse(query)
}

export const FLAGS = "/workspace/flags"

export function isFiltered({ after: _, flag: __, ...filters }: Asked): boolean {
  return Object.values(filters).some((value) => value !== undefined)
}

/** The same list with something else about it; null takes a part away. */
export function addressOf(asked: Asked, other: { after?: string | null; flag?: string | null }): string {
  return listAddress(FLAGS, { ...asked, ...other })
}
