import { z } from "zod"
import { changeType, environmentName, flagKey, instant, repositoryName } from "#lib/changes/input.ts"
import { type ChangeId, idOf } from "#lib/kernel/ids.ts"
import { listAddress, type Query, searched } from "../list-address.ts"

const changeId = z.uuid().transform(idOf<ChangeId>)

/** Of what an address says, what can be meant; the rest is as if it were not there. */
const asked = z.object({
  search: searched(200),
  repository: repositoryName.optional().catch(undefined),
  type: changeType.optional().catch(undefined),
  flag: flagKey.optional().catch(undefined),
  environment: environmentName.optional().catch(undefined),
  audience: z.literal("internal").optional().catch(undefined),
  after: z
    .string()
    .transform((text) => text.split("~"))
    .pipe(z.tuple([instant, changeId]))
    .transform(([mergedAt, id]) => ({ mergedAt, id }))
    .optional()
    .catch(undefined),
  change: changeId.optional().catch(undefined),
})

export type Asked = z.infer<typeof asked>

export function askedIn(query: Query): Asked {
  return asked.parse(query)
}

export const UNRELEASED = "/workspace/unreleased"

export function isFiltered({ after: _, change: __, ...filters }: Asked): boolean {
  return Object.values(filters).some((value) => value !== undefined)
}

/** The same list with something else about it; null takes a part away. */
export function addressOf({ after, ...parts }: Asked, other: { after?: string | null; change?: string | null }): string {
  const all = { ...parts, after: after === undefined ? undefined : placeOf(after), ...other }
  return listAddress(UNRELEASED, all)
}

export function placeOf({ mergedAt, id }: { mergedAt: Temporal.Instant; id: ChangeId }): string {
  return `${mergedAt}~${id}`
}
