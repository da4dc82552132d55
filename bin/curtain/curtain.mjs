#!/usr/bin/env node
// Tells a Curtain portal what was deployed. One file without dependencies: it runs wherever Node 20 and git are.
import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { parseArgs } from "node:util"

const HELP = `Usage: curtain deploy --environment <name> [options]

Reads the commits since the last deployment from this checkout, and records the deployment with the portal.

  --environment <name>   where it was deployed: production, staging, …
  --repository <name>    like acme/shop; else from GITHUB_REPOSITORY, CI_PROJECT_PATH, or the remote "origin"
  --sha <commit>         what was deployed; HEAD, where it is left out
  --since <commit>       what was deployed before; the portal knows, where it is left out
  --status <status>      success (unless said otherwise), failure or in_progress
  --id <text>            the deployment's own id: the same one again is the same deployment; else that of the CI job
  --link <address>       where people can look at the deployment
  --limit <number>       how many commits a first deployment tells of (100)
  --tries <number>       how often to ask a portal that does not answer (4)
  --no-fetch             do not complete a shallow clone
  --dry-run              print what would be sent, and send nothing
  --json                 print the answer as JSON

Environment: CURTAIN_URL, the portal's address; CURTAIN_TOKEN, a token with the scope deployments:write.
Ends with 0 when it is recorded, 1 when the portal refused it, 2 when it was called wrongly, 3 when the portal
cannot be reached, 4 when git cannot tell.
`

const [REFUSED, USAGE, UNREACHABLE, NO_GIT] = [1, 2, 3, 4]

/** The portal takes 1 MB at a time; of a message, no more than this says anything to people. */
const CHUNK_BYTES = 600_000
const CHUNK_COMMITS = 1000
const LONGEST_MESSAGE = 20_000
const TIMEOUT_MS = 30_000

class Failure extends Error {
  constructor(exitCode, message) {
    super(message)
    this.exitCode = exitCode
  }
}

const text = { type: "string" }
const word = { type: "boolean", default: false }
const OPTIONS = {
  ...{ environment: text, repository: text, sha: text, since: text, id: text, link: text },
  ...{ status: { ...text, default: "success" }, limit: { ...text, default: "100" }, tries: { ...text, default: "4" } },
  ...{ "no-fetch": word, "dry-run": word, json: word, help: { ...word, short: "h" } },
}

await main(process.argv.slice(2), process.env).catch((error) => {
  process.stderr.write(`curtain: ${error instanceof Failure ? error.message : error.stack}\n`)
  process.exitCode = error instanceof Failure ? error.exitCode : REFUSED
})

async function main(args, env) {
  const values = readCommand(args)
  if (values.help) return process.stdout.write(HELP)
  const portal = { ...readPortal(env), tries: Number(values.tries) }
  const head = values.sha ?? "HEAD"
  const sha = git(["rev-parse", "--verify", "--quiet", `${head}^{commit}`], `this checkout has no commit ${head}`)
  const repository = repositoryOf(values, env)
  const { environment } = values
  const since = values.since ?? (await askLastDeployed(portal, repository, environment))
  const range = readRange({ since, sha, limit: Number(values.limit), mayFetch: !values["no-fetch"] })
  if (range.why) process.stderr.write(`curtain: ${range.why}: telling of the ${values.limit} latest commits at most\n`)
  const deployment = { repository, environment, sha, status: values.status, url: values.link, previousSha: range.base }
  const commits = readCommits(range, commitAddress(repository, env))
  await deploy(portal, { ...deployment, externalId: values.id ?? idOfJob(env), commits }, values)
}

function readCommand(args) {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
    const wrong = values.help ? undefined : complaintAbout(values, positionals)
    if (wrong !== undefined) throw new Error(wrong)
    return values
  } catch (error) {
    throw new Failure(USAGE, `${error.message}; --help says more`)
  }
}

function complaintAbout({ environment, status, limit, tries }, [command, ...more]) {
  if (command === undefined) return "say what to do: curtain deploy"
  if (command !== "deploy" || more.length > 0) return `there is no command "${[command, ...more].join(" ")}"`
  if (!environment) return "--environment is needed, like --environment production"
  if (!/^(?:success|failure|in_progress)$/.test(status)) return "--status is success, failure or in_progress"
  return [limit, tries].every((number) => /^[1-9]\d{0,4}$/.test(number)) ? undefined : "--limit and --tries are numbers from 1 to 99999"
}

function repositoryOf({ repository }, { GITHUB_REPOSITORY, CI_PROJECT_PATH }) {
  const remote = /[/:]([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(git(["remote", "get-url", "origin"]) ?? "")?.[1]
  const known = repository ?? GITHUB_REPOSITORY ?? CI_PROJECT_PATH ?? remote
  if (known === undefined)
    throw new Failure(USAGE, "the repository's name is not known here: add --repository, like --repository acme/shop")
  return known
}

function readPortal({ CURTAIN_URL: url = "", CURTAIN_TOKEN: token = "" }) {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Failure(USAGE, "CURTAIN_URL is needed, like https://news.acme.example")
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Failure(USAGE, "CURTAIN_TOKEN is needed: a token with the scope deployments:write")
  return { origin: new URL(url).origin, token }
}

/** Runs git and gives what it prints; where `whyNot` is missing, null says that it failed. */
function git(args, whyNot) {
  try {
    const options = { encoding: "utf8", maxBuffer: 1024 * 1024 * 1024, stdio: ["ignore", "pipe", "pipe"] }
    return execFileSync("git", ["-c", "i18n.logOutputEncoding=UTF-8", "-c", "log.showSignature=false", ...args], options).trim()
  } catch (error) {
    if (whyNot === undefined) return null
    throw new Failure(
      NO_GIT,
      error.code === "ENOENT" ? "git is not installed here" : `${whyNot}: ${String(error.stderr).trim() || "git does not know it"}`,
    )
  }
}

// With it the portal knows pull requests by their numbers.
function commitAddress(repository, env) {
  if (env.GITHUB_SERVER_URL) return `${env.GITHUB_SERVER_URL}/${repository}/commit/`
  if (env.CI_PROJECT_URL) return `${env.CI_PROJECT_URL}/-/commit/`
  const host = /^(?:https:\/\/(?:[^@/]*@)?|git@|ssh:\/\/git@)(github\.com|gitlab\.com)[/:]/.exec(
    git(["remote", "get-url", "origin"]) ?? "",
  )?.[1]
  if (host === undefined) return null
  return host === "github.com" ? `https://github.com/${repository}/commit/` : `https://gitlab.com/${repository}/-/commit/`
}

function idOfJob(env) {
  if (env.GITHUB_RUN_ID) return `actions:${env.GITHUB_RUN_ID}.${env.GITHUB_RUN_ATTEMPT ?? 1}:${env.GITHUB_JOB ?? ""}`
  return env.CI_JOB_ID ? `gitlab-ci:${env.CI_JOB_ID}` : undefined
}

/** From where to where commits are told. A first deployment, or one whose predecessor nobody knows here, tells of the latest ones. */
function readRange({ since, sha, limit, mayFetch }) {
  if (since === null) return { sha, limit, why: "nothing was deployed there before" }
  if (!isCommit(since) && mayFetch && git(["rev-parse", "--is-shallow-repository"]) === "true") {
    process.stderr.write("curtain: this clone is shallow, completing it to see what came since the last deployment\n")
    git(["fetch", "--quiet", "--no-tags", "--unshallow"])
  }
  if (!isCommit(since)) return { sha, limit, since, why: `this checkout does not have ${since.slice(0, 7)}, which was deployed before` }
  return { sha, since, base: git(["merge-base", since, sha]) ?? since }
}

function isCommit(sha) {
  return git(["cat-file", "-e", `${sha}^{commit}`]) !== null
}

function readCommits({ sha, since, base, limit }, address) {
  const range = base === undefined ? [`--max-count=${limit}`, sha] : [sha, `^${since}`]
  const format = "--format=tformat:%H%n%an%n%ae%n%cI%n%B%x00"
  const printed = git(["log", "--topo-order", "--reverse", format, ...range, "--"], "the log cannot be read")
  return printed
    .split("\0")
    .map((text) => text.replace(/^\n/, ""))
    .filter((text) => text !== "")
    .map((text) => {
      const [commit = "", name = "", email = "", committedAt = "", ...message] = text.split("\n")
      return {
        sha: commit,
        message: message.join("\n").trim().slice(0, LONGEST_MESSAGE).toWellFormed(),
        author: { name: name.trim().slice(0, 200) || "unknown", ...(email && email.length <= 320 ? { email } : {}) },
        committedAt,
        ...(address === null ? {} : { url: `${address}${commit}` }),
      }
    })
}

async function askLastDeployed(portal, repository, environment) {
  const query = new URLSearchParams({ repository, environment })
  const { deployment } = await ask(portal, "GET", `/api/v1/deployments/latest?${query}`)
  return deployment?.sha ?? null
}

// More commits than one request takes go ahead in parts, while the deployment is still in progress.
async function deploy(portal, { commits, status, ...deployment }, { "dry-run": isDry, json }) {
  const parts = chunksOf(commits)
  const externalId = deployment.externalId ?? (parts.length > 1 ? randomUUID() : undefined)
  const bodies = parts.map((part, at) => ({
    ...{ ...deployment, externalId, status: at === parts.length - 1 ? status : "in_progress" },
    ...{ previousSha: parts[at - 1]?.at(-1)?.sha ?? deployment.previousSha, commits: part },
  }))
  if (isDry) return process.stdout.write(`${JSON.stringify(bodies, null, 2)}\n`)
  let answer
  for (const body of bodies) answer = await ask(portal, "POST", "/api/v1/deployments", body)
  if (json) return process.stdout.write(`${JSON.stringify({ ...answer, commits: commits.length })}\n`)
  process.stdout.write(
    `${deployment.repository} ${deployment.sha.slice(0, 7)} in ${deployment.environment}: ${answer.status}, commits told: ${commits.length}\n`,
  )
}

function chunksOf(commits) {
  const chunks = [[]]
  let bytes = 0
  for (const commit of commits) {
    const size = Buffer.byteLength(JSON.stringify(commit))
    if (bytes + size > CHUNK_BYTES || chunks.at(-1).length >= CHUNK_COMMITS) {
      chunks.push([])
      bytes = 0
    }
    chunks.at(-1).push(commit)
    bytes += size
  }
  return chunks
}

/** The same key for every try: however often it is sent, it is done once. */
async function ask(portal, method, path, body) {
  const key = randomUUID()
  for (let tried = 1; ; tried++) {
    const answer = await send(portal, { method, path, body, key })
    if (answer.ok) return answer.json
    if (answer.isFinal) throw new Failure(REFUSED, `the portal refused it (${answer.status}): ${toldBy(answer.json)}`)
    if (tried >= portal.tries) throw new Failure(UNREACHABLE, `the portal at ${portal.origin} cannot be reached: ${answer.reason}`)
    await sleep(answer.waitMs ?? 500 * 2 ** tried)
  }
}

async function send({ origin, token }, { method, path, body, key }) {
  try {
    const response = await fetch(`${origin}${path}`, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { status } = response
    const json = await response.json().catch(() => null)
    if (status === 429 || status >= 500 || json === null) {
      const seconds = Math.min(30, Number(response.headers.get("retry-after")))
      return { ok: false, isFinal: false, reason: `it answered ${status}`, waitMs: seconds > 0 ? seconds * 1000 : undefined }
    }
    return { ok: response.ok, isFinal: true, status, json }
  } catch (error) {
    return { ok: false, isFinal: false, reason: error.cause?.message ?? error.message }
  }
}

function toldBy({ errors = [], detail = "it says no more" }) {
  return errors.length > 0 ? errors.map(({ path, message }) => `${path} ${message}`).join("; ") : detail
}
