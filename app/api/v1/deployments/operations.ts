import { z } from "zod"
import { authorizeIn } from "#lib/access/authorize.ts"
import { DEPLOYMENT_STATUSES, type Deployment } from "#lib/changes/deployment.ts"
import { environmentName, instant, recordDeploymentInput, repositoryName } from "#lib/changes/input.ts"
import { listDeployments } from "#lib/changes/queries.ts"
import { recordDeployment } from "#lib/changes/record-deployment.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const deploymentShown = z
  .object({
    id: z.uuid(),
    repository: z.string().meta({ example: "acme/shop" }),
    environment: z.string().meta({ example: "production" }),
    sha: z.string(),
    status: z.enum(DEPLOYMENT_STATUSES),
    externalId: z.string().nullable(),
    previousSha: z.string().nullable(),
    deployedAt: z.iso.datetime(),
    receivedAt: z.iso.datetime(),
    url: z.string().nullable(),
  })
  .meta({ id: "Deployment" })

const position = z.object({ deployedAt: instant, arrival: z.int() })

export const recordDeploymentOperation = operation({
  method: "post",
  path: "/api/v1/deployments",
  act: "deployment.record",
  summary: "Record a deployment",
  description:
    "Tell it as often as you like: the same repository, environment, SHA and externalId is the same deployment. Without an externalId, " +
    "a SHA that the environment got last is a repetition, an older one a rollback; with deployedAt, the time tells them apart.",
  body: recordDeploymentInput,
  answers: {
    201: { description: "A new deployment", schema: deploymentShown },
    200: { description: "A deployment that was known; its status and its commits may be news", schema: deploymentShown },
  },
  run: async ({ deps, actor, body }) => {
    const { is, deployment } = await recordDeployment(deps, actor, body)
    return { status: is === "recorded" ? 201 : 200, body: shown(deployment) }
  },
})

export const listDeploymentsOperation = operation({
  method: "get",
  path: "/api/v1/deployments",
  act: "change.read",
  summary: "List deployments, the newest first",
  query: z.object({ ...pageQuery, repository: repositoryName.optional(), environment: environmentName.optional() }),
  answers: { 200: { description: "Deployments", schema: page(deploymentShown) } },
  run: async ({ deps, query: { limit, cursor, repository, environment } }) => {
    const after = decodeCursor(cursor, position)
    const rows = await listDeployments(deps.db, { repository, environment, after, limit: limit + 1 })
    const { items, nextCursor } = pageOf(rows, limit, ({ deployedAt, arrival }) => ({ deployedAt: deployedAt.toString(), arrival }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

export const findLatestDeploymentOperation = operation({
  method: "get",
  path: "/api/v1/deployments/latest",
  act: "deployment.record",
  summary: "Show what an environment runs",
  description: "Its latest successful deployment, or null: for a pipeline that works out what the next one brings.",
  query: z.object({ repository: repositoryName, environment: environmentName }),
  answers: { 200: { description: "The deployment", schema: z.object({ deployment: deploymentShown.nullable() }) } },
  run: async ({ deps, actor, query: { repository, environment } }) => {
    authorizeIn(actor, environment)
    const [latest] = await listDeployments(deps.db, { repository, environment, status: "success", after: null, limit: 1 })
    return { status: 200, body: { deployment: latest === undefined ? null : shown(latest) } }
  },
})

function shown(deployment: Deployment) {
  const { deployedAt, receivedAt } = deployment
  return { ...deployment, deployedAt: deployedAt.toString(), receivedAt: receivedAt.toString() }
}
