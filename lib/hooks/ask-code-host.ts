import { asDatabase } from "#db/transaction.ts"
import { findRunningSha } from "../changes/queries.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { LostRace } from "../jobs/run-job.ts"
import { unreachable } from "../kernel/unreachable.ts"
import type { Runtime } from "../runtime.ts"
import { applyNews } from "./apply-news.ts"
import type { CodeHost, HostAnswer } from "./code-host.ts"
import { type HookNews, hookNews } from "./input.ts"
import { type AskCodeHost, askCodeHostJob } from "./jobs.ts"
import { lockHookDelivery } from "./lock-hook-delivery.ts"
import { moveHookDelivery } from "./move-hook-delivery.ts"
import { findHookNews } from "./queries.ts"

type Deps = Pick<Runtime, "db" | "codeHost">
/** The same news with what the code host added, or why there is nothing to add. */
type Completed = HostAnswer<HookNews> | { is: "enough" }

/** With a limit of an hour, this is most of a day; what a delivery says by itself has counted since it came. */
const MOST_QUESTIONS = 20

/** Asks for what a delivery leaves out, and tells it with the delivery's own command: the network first, one transaction after it. */
export async function askCodeHost(deps: Deps, { deliveryId, asked }: AskCodeHost): Promise<void> {
  const found = await findHookNews(deps.db, deliveryId)
  if (found === null || deps.codeHost === null) return
  const answer = await complete(deps, deps.codeHost, hookNews.parse(found.news))
  if (answer.is === "enough") return
  await deps.db.transaction(async (tx) => {
    const { outcome, reason, sender } = await lockHookDelivery(tx, deliveryId)
    if (outcome !== "processed") throw new LostRace(`hook delivery ${deliveryId}`)
    const firstSaid = reason?.split(" · ")[0] ?? ""
    const tell = (more: string) => moveHookDelivery(tx, deliveryId, { outcome: "processed", reason: `${firstSaid} · ${more}.` })
    if (answer.is === "told") {
      await applyNews({ db: asDatabase(tx) }, sender, answer.told)
      return tell("GitHub told the rest")
    }
    if (answer.is === "later" && asked < MOST_QUESTIONS) {
      await enqueueJob(tx, askCodeHostJob, { deliveryId, asked: asked + 1 }, answer.after)
      return tell(`${answer.reason}; asking again`)
    }
    return tell(answer.reason)
  })
}

async function complete(deps: Deps, host: CodeHost, news: HookNews): Promise<Completed> {
  switch (news.is) {
    case "push":
      return completePush(host, news)
    case "pull request":
      return completePullRequest(host, news)
    case "deployment":
      return completeDeployment(deps, host, news)
    default:
      return unreachable(news)
  }
}

type News<Kind extends HookNews["is"]> = Extract<HookNews, { is: Kind }>

/** A list that was cut, and what a force-push took away. */
async function completePush(host: CodeHost, news: News<"push">): Promise<Completed> {
  const { push, isComplete } = news
  if ((isComplete && !push.forced) || /^0+$/.test(push.before)) return { is: "enough" }
  const answer = await host.compare(push.repository, push.before, push.after)
  if (answer.is !== "told") return answer
  const { commits, mergeBase } = answer.told
  const all = commits.length > 0 ? commits : push.commits
  return { is: "told", told: { ...news, push: { ...push, commits: all, ...(push.forced ? { mergeBase } : {}) } } }
}

async function completePullRequest(host: CodeHost, news: News<"pull request">): Promise<Completed> {
  const { repository, number, commitCount } = news.pullRequest
  if (commitCount !== null && commitCount <= 1) return { is: "enough" }
  const answer = await host.listPullRequestCommits(repository, number)
  if (answer.is !== "told") return answer
  const commitShas = answer.told.commits.map(({ sha }) => sha)
  return { is: "told", told: { ...news, pullRequest: { ...news.pullRequest, commitShas } } }
}

/**
 * What a deployment to production brought since the one before it. Only there: elsewhere branches are tried out, and what is on them
 * must not pass for a part of what follows.
 */
async function completeDeployment(deps: Deps, host: CodeHost, news: News<"deployment">): Promise<Completed> {
  const { deployment } = news
  if (deployment.status !== "success") return { is: "enough" }
  const base = await findRunningSha(deps.db, { ...deployment, before: deployment.deployedAt ?? null })
  if (base === null || base === deployment.sha) return { is: "enough" }
  const answer = await host.compare(deployment.repository, base, deployment.sha)
  if (answer.is !== "told") return answer
  const { commits, mergeBase } = answer.told
  if (commits.length === 0) return { is: "enough" }
  return { is: "told", told: { ...news, deployment: { ...deployment, commits, previousSha: mergeBase } } }
}
