import { createHash } from "node:crypto"
import { recordDeploymentInput } from "#lib/changes/input.ts"
import { recordDeployment } from "#lib/changes/record-deployment.ts"
import { type Cast, hoursBefore, type StoryDeps } from "./cast.ts"
import { DEPLOYMENTS, type StoryDeployment } from "./deployments.ts"

/** In the order in which they were made, each a few hours after its commits. */
export async function tellDeployments(deps: StoryDeps, { teller }: Cast): Promise<void> {
  const oldestFirst = DEPLOYMENTS.toSorted((one, other) => other.hoursAgo - one.hoursAgo)
  for (const each of oldestFirst) await recordDeployment(deps, teller, recordDeploymentInput.parse(toldBy(deps, each)))
}

function toldBy(deps: StoryDeps, { repository, environment, hoursAgo, status, commits }: StoryDeployment) {
  const told = commits.map(({ author, message }, place) => ({
    sha: shaOf(repository, message),
    message,
    author: { name: author },
    committedAt: hoursBefore(deps, hoursAgo + 3 + commits.length - place).toString(),
  }))
  const sha = told.at(-1)?.sha ?? ""
  return { repository, environment, sha, status: status ?? "success", deployedAt: hoursBefore(deps, hoursAgo).toString(), commits: told }
}

function shaOf(repository: string, message: string): string {
  return createHash("sha1").update(`${repository} ${message}`).digest("hex")
}
