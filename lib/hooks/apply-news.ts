import type { Database } from "#db/transaction.ts"
import { authorize } from "../access/authorize.ts"
import type { RecordPullRequest, RecordPush } from "../changes/input.ts"
import { type RecordDeploymentOutcome, recordDeployment } from "../changes/record-deployment.ts"
import { type RecordPullRequestOutcome, recordPullRequest } from "../changes/record-pull-request.ts"
import { type RecordPushOutcome, recordPush } from "../changes/record-push.ts"
import { unreachable } from "../kernel/unreachable.ts"
import type { HookSender } from "./hook-sender.ts"
import type { HookNews } from "./input.ts"

export type AppliedNews = { outcome: "processed" | "ignored"; reason: string }

/** Hands news of any sender to the command that everybody else uses too, and says in a sentence what came of it. */
export async function applyNews(deps: { db: Database }, actor: HookSender, news: HookNews): Promise<AppliedNews> {
  authorize(actor, "hook.deliver")
  switch (news.is) {
    case "push":
      return tellPush(news.push, await recordPush(deps, actor, news.push))
    case "pull request":
      return tellPullRequest(news.pullRequest, await recordPullRequest(deps, actor, news.pullRequest))
    case "deployment":
      return tellDeployment(await recordDeployment(deps, actor, news.deployment))
    default:
      return unreachable(news)
  }
}

function tellPush({ branch }: RecordPush, said: RecordPushOutcome): AppliedNews {
  if (said.is === "elsewhere") return elsewhere(`a push to ${branch}`, said.defaultBranch)
  return processed(said.is === "recorded" ? `${counted(said.commits)} added.` : "This push was known already.")
}

function tellPullRequest({ number, branch }: RecordPullRequest, said: RecordPullRequestOutcome): AppliedNews {
  if (said.is === "elsewhere") return elsewhere(`the merge of #${number} into ${branch}`, said.defaultBranch)
  return processed(said.is === "recorded" ? `#${number} is a change now.` : `#${number} was known already.`)
}

function tellDeployment({ is, deployment }: RecordDeploymentOutcome): AppliedNews {
  const known = is === "replayed" ? " This deployment was known already." : ""
  return processed(`${deployment.sha.slice(0, 7)} in ${deployment.environment}: ${deployment.status.replace("_", " ")}.${known}`)
}

function processed(reason: string): AppliedNews {
  return { outcome: "processed", reason }
}

function elsewhere(what: string, defaultBranch: string): AppliedNews {
  return { outcome: "ignored", reason: `This was ${what}; changes are taken from ${defaultBranch}, the default branch.` }
}

function counted(commits: number): string {
  return commits === 1 ? "1 commit" : `${commits} commits`
}
