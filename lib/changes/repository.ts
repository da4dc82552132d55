import type { RepositoryId } from "../kernel/ids.ts"

/** Who said what the default branch is: nobody yet, the code host, or a person, whose word stands. */
export const BRANCH_SOURCES = ["assumed", "told", "set"] as const
export type BranchSource = (typeof BRANCH_SOURCES)[number]

export type Repository = {
  id: RepositoryId
  name: string
  defaultBranch: string
  /** The environment that customers use: what counts as deployed. */
  productionEnvironment: string
}
