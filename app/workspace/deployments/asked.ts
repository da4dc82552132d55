import { z } from "zod"
import { DEPLOYMENT_STATUSES } from "#lib/changes/deployment.ts"
import { environmentName, instant, repositoryName } from "#lib/changes/input.ts"
import { type DeploymentId, idOf } from "#lib/kernel/ids.ts"
import { listAddress, type Query } from "../list-address.ts"

/** Of what an address says, what can be meant; the rest is as if it were not there. */
const asked = z.object({
  repository: repositoryName.optional().catch(undefined),
  environment: environmentName.optional().catch(undefined),
  status: z.enum(DEPLOYMENT_STATUSES).optional().catch(undefined),
  after: z
    .string()
    .transform((text) => text.split("~"))
    .pipe(
      z.tuple([
        instant,
        z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number),
      ]),
    )
    .transform(([deployedAt, arrival]) => ({ deployedAt, arrival }))
    .optional()
    .catch(undefined),
  deployment: z
    .uuid()
    .transform(idOf<DeploymentId>)
    .optional()
    .catch(undefined),
})

export type Asked = z.infer<typeof asked>

export function askedIn(query: Query): Asked {
  return asked.parse(query)
}

export const DEPLOYMENTS = "/workspace/deployments"

export function isFiltered({ repository, environment, status }: Asked): boolean {
  return repository !== undefined || environment !== undefined || status !== undefined
}

/** The same list with something else about it; null takes a part away. */
export function addressOf({ after, ...parts }: Asked, other: { after?: string | null; deployment?: string | null }): string {
  const all = { ...parts, after: after === undefined ? undefined : placeOf(after), ...other }
  return listAddress(DEPLOYMENTS, all)
}

export function placeOf({ deployedAt, arrival }: { deployedAt: Temporal.Instant; arrival: number }): string {
  return `${deployedAt}~${arrival}`
}
