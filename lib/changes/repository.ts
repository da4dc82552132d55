import type { RepositoryId } from "../kernel/ids.ts"

export type Repository = {
  id: RepositoryId
  name: string
  defaultBranch: string
  /** The environment that customers use: what counts as deployed. */
  productionEnvironment: string
}
