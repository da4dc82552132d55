import { z } from "zod"
import { editRepository } from "#lib/changes/edit-repository.ts"
import { editRepositoryInput, repositoryName } from "#lib/changes/input.ts"
import { getRepository, listRepositories } from "#lib/changes/queries.ts"
import { idOf, type RepositoryId } from "#lib/kernel/ids.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const repositoryShown = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ example: "acme/shop" }),
    defaultBranch: z.string(),
    productionEnvironment: z.string().meta({ description: "What runs there counts as deployed" }),
  })
  .meta({ id: "Repository" })

const oneRepository = z.object({ id: z.uuid().transform(idOf<RepositoryId>) })
const position = z.object({ name: repositoryName })

export const listRepositoriesOperation = operation({
  method: "get",
  path: "/api/v1/repositories",
  act: "change.read",
  summary: "List repositories by name",
  query: z.object(pageQuery),
  answers: { 200: { description: "Repositories that deployments have told of", schema: page(repositoryShown) } },
  run: async ({ deps, query: { limit, cursor } }) => {
    const after = decodeCursor(cursor, position)?.name ?? null
    const rows = await listRepositories(deps.db, { after, limit: limit + 1 })
    return { status: 200, body: pageOf(rows, limit, ({ name }) => ({ name })) }
  },
})

export const getRepositoryOperation = operation({
  method: "get",
  path: "/api/v1/repositories/{id}",
  act: "change.read",
  summary: "Show a repository",
  params: oneRepository,
  answers: { 200: { description: "The repository", schema: repositoryShown } },
  run: async ({ deps, params }) => ({ status: 200, body: await getRepository(deps.db, params.id) }),
})

export const editRepositoryOperation = operation({
  method: "patch",
  path: "/api/v1/repositories/{id}",
  act: "repository.edit",
  summary: "Edit a repository",
  description: "Another production environment changes at once which of its changes count as deployed.",
  params: oneRepository,
  body: editRepositoryInput,
  answers: { 200: { description: "The repository as it is now", schema: repositoryShown } },
  run: async ({ deps, actor, params, body }) => ({ status: 200, body: await editRepository(deps, actor, { ...params, ...body }) }),
})
