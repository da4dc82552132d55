import { audienceOf } from "./change.ts"
import { type ChangeWords, numberIn } from "./commit-change.ts"
import { OTHER, parseCommitMessage } from "./commit-message.ts"

export type PullRequestWords = { title: string; body: string; labels: readonly string[] }

/**
 * What a merged pull request says about the change: its title where that follows the convention, else the merge's own commit where
 * that one does, else its labels say what kind of change it is.
 */
export function wordsOfPullRequest(pull: PullRequestWords, commit: ChangeWords, repository: string): ChangeWords {
  const said = parseCommitMessage(`${pull.title}\n\n${pull.body}`, null)
  const better = said.type === OTHER && commit.type !== OTHER ? commit : said
  const type = (better.type === OTHER ? typeByLabels(pull.labels) : null) ?? better.type
  const breaking = said.breaking || commit.breaking || pull.labels.some((label) => /^breaking\b/i.test(label))
  return {
    title: better.title || commit.title,
    body: said.body || commit.body,
    type,
    scope: better.scope,
    breaking,
    audience: audienceOf({ type, breaking }),
    revertsSha: said.revertsSha ?? commit.revertsSha,
    revertsPullRequest: numberIn(said.reverts, repository) ?? commit.revertsPullRequest,
    flags: [...new Set([...said.flags, ...flagsNamed(pull), ...commit.flags])],
  }
}

const FENCED = /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[^\n]*$|(?![\s\S]))/gm
const FLAG_LINE = /^Feature-Flag: *([A-Za-z0-9][A-Za-z0-9._:/-]{0,199})[ \t]*\r?$/gim
const FLAG_LABEL = /^flag: *([A-Za-z0-9][A-Za-z0-9._:/-]{0,199})$/i

/** People put checklists below a trailer, so in a pull request's text any line counts that is not part of a code block. */
function flagsNamed({ body, labels }: PullRequestWords): string[] {
  const lines = [...body.replace(FENCED, "").matchAll(FLAG_LINE)].map(([, key = ""]) => key)
  return [...lines, ...labels.flatMap((label) => FLAG_LABEL.exec(label)?.[1] ?? [])]
}

/** The labels that GitHub, GitLab and their users put onto pull requests, in the words of Conventional Commits. */
const TYPES: Record<string, string> = {
  ...{ feature: "feat", feat: "feat", enhancement: "feat" },
  ...{ bug: "fix", bugfix: "fix", fix: "fix" },
  ...{ performance: "perf", perf: "perf" },
  ...{ documentation: "docs", docs: "docs" },
  ...{ dependencies: "chore", chore: "chore", maintenance: "chore" },
  ...{ refactor: "refactor", refactoring: "refactor", test: "test", tests: "test", ci: "ci", build: "build" },
}

function typeByLabels(labels: readonly string[]): string | null {
  for (const label of labels) {
    const name = label.toLowerCase().replace(/^(?:type|kind|category) *(?:::|[:/]) */, "")
    if (Object.hasOwn(TYPES, name)) return TYPES[name] ?? null
  }
  return null
}
