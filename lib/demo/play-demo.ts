import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { secretsIn } from "../portal/generated-secrets.ts"
import { type StartOptions, startPortal } from "../portal/start-portal.ts"
import { correctMail } from "./correct-mail.ts"
import { FIRST_DEPLOYMENT, FLAGS, RELEASE, REPOSITORY, SECOND_DEPLOYMENT } from "./demo-story.ts"
import { inviteReaders } from "./invite-readers.ts"
import { launchByTheClock } from "./launch-by-the-clock.ts"
import { type Look, lookAround } from "./look-around.ts"
import { openPortalClient, type PortalClient } from "./portal-client.ts"
import { readMail } from "./read-mail.ts"
import { openTimeline, type Timeline } from "./timeline.ts"
import { waitFor } from "./wait-for.ts"

type Named = { id: string; state: string }
type Change = { id: string; title: string; audience: string; flags: string[] }
type Draft = { id: string; kind: string; title: string; slug: string; hash: string }
type LaunchTold = Named & { releasedAt: string; siteRevision: number; flips: { flag: { key: string }; before: Told; observed: Told }[] }
type Told = { kind: string; percent?: number }

/** Plays the main job from deployment to recall on a portal that is thrown away afterwards, through the same doors that everybody uses. */
export async function playDemo(options: Pick<StartOptions, "env" | "serve"> & { print(line: string): void }): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "curtain-demo-"))
  const secrets = secretsIn(dataDir, ["CURTAIN_SECRET_KEY", "CURTAIN_API_TOKEN"])
  const own = { CURTAIN_DEMO: "0", CURTAIN_DATA_DIR: dataDir, DATABASE_URL: "", PUBLIC_URL: "", PORT: "0", LOG_LEVEL: "warn" }
  // Whatever the environment says: a demo mails nobody.
  const env = { ...options.env, ...secrets, ...own, MAIL_TRANSPORT: "capture" }
  const portal = await startPortal({ env, serve: options.serve, dev: "built", report: options.print })
  try {
    const client = openPortalClient({ url: portal.url ?? "", token: secrets.CURTAIN_API_TOKEN ?? "" })
    await play(client, openTimeline(options.print))
  } finally {
    await portal.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function play(client: PortalClient, timeline: Timeline): Promise<void> {
  const changes = await deploy(client, timeline)
  const release = await plan(client, timeline, changes)
  const drafts = await write(client, timeline, release)
  const launched = await launch(client, timeline, { release, drafts })
  await recall(client, timeline, { release, launched, drafts })
  await launchByTheClock(client, timeline, release)
  await verify(client, timeline)
}

/** The stage is set: code is in production, and nobody can see it. */
async function deploy(client: PortalClient, timeline: Timeline): Promise<Change[]> {
  timeline.chapter("Deploy any time")
  for (const story of [FIRST_DEPLOYMENT, SECOND_DEPLOYMENT]) {
    const commits = story.map(({ author, ...commit }) => ({ ...commit, author: { name: author } }))
    const sha = commits.at(-1)?.sha ?? ""
    await client.post("/api/v1/deployments", { repository: REPOSITORY, environment: "production", sha, status: "success", commits })
    timeline.line(`${REPOSITORY} deployed ${sha.slice(0, 7)} to production: ${commits.length} commits`)
  }
  const { items } = await client.get<{ items: Change[] }>("/api/v1/changes?state=unreleased")
  timeline.line(`${items.length} changes for customers are deployed and unreleased:`)
  for (const { title, flags } of items) timeline.detail(`${title}${flags.length === 0 ? "" : `  (behind ${flags.join(", ")})`}`)
  return items
}

async function plan(client: PortalClient, timeline: Timeline, changes: Change[]): Promise<Named> {
  timeline.chapter("Prepare")
  await inviteReaders(client, timeline)
  const flags: { flag: string; enabled: boolean; rollout: number }[] = []
  for (const { rollout, ...flag } of FLAGS) {
    const { id } = await client.post<{ id: string }>("/api/v1/flags", { connection: "builtin", environment: "production", ...flag })
    flags.push({ flag: id, enabled: true, rollout })
  }
  const release = await client.post<Named>("/api/v1/releases", {
    ...RELEASE,
    changes: changes.map(({ id }) => id),
    flags,
    requires: ["article"],
    mail: "send",
    hold: "PT0S",
  })
  timeline.line(`Release "${RELEASE.name}" planned with ${changes.length} changes and ${flags.length} flags`)
  return release
}

async function write(client: PortalClient, timeline: Timeline, release: Named): Promise<Draft[]> {
  const { items } = await client.post<{ items: Draft[] }>(`/api/v1/releases/${release.id}/drafts`)
  timeline.line(`First drafts written from the changes: ${items.map(({ kind }) => kind).join(", ")}`)
  timeline.line(`Ready? ${await readiness(client, release)}`)
  for (const { id, hash } of items) await client.post(`/api/v1/documents/${id}/approve`, { hash })
  timeline.line(`${items.length} documents approved, each by the hash of its words`)
  timeline.line(`The email, as a reader would get it: ${await previewed(client, items)}`)
  timeline.line(`Ready? ${await readiness(client, release)}`)
  return items
}

async function previewed(client: PortalClient, drafts: Draft[]): Promise<string> {
  const email = drafts.find(({ kind }) => kind === "email")
  const { subject, htmlBytes, text } = await client.get<{ subject: string; htmlBytes: number; text: string }>(
    `/api/v1/documents/${email?.id}/preview`,
  )
  return `"${subject}", ${Math.ceil(htmlBytes / 1000)} KB of HTML, ${text.split("\n").length} lines of text`
}

async function readiness(client: PortalClient, release: Named): Promise<string> {
  const { ready, checks } = await client.get<{ ready: boolean; checks: { status: string; evidence: string }[] }>(
    `/api/v1/releases/${release.id}/readiness`,
  )
  const open = checks.filter((check) => check.status === "block").map((check) => check.evidence)
  return ready ? "Yes, every check passes." : `Not yet. ${open.join(" ")}`
}

/** The moment. */
async function launch(
  client: PortalClient,
  timeline: Timeline,
  { release, drafts }: { release: Named; drafts: Draft[] },
): Promise<LaunchTold> {
  timeline.chapter("Release on cue")
  tell(timeline, "Before", await lookAround(client, drafts))
  const begun = timeline.elapsedMs()
  const { launch: asked } = await client.post<{ launch: Named }>(`/api/v1/releases/${release.id}/launch`)
  timeline.line("Launch asked for")
  const seen = await waitFor(
    () => lookAround(client, drafts),
    (look) => Object.values(look).every((word) => word !== "nothing"),
  )
  const settled = await waitFor(
    () => client.get<LaunchTold>(`/api/v1/launches/${asked.id}`),
    ({ state }) => state === "settled",
  )
  for (const { flag, before, observed } of settled.flips)
    timeline.line(`Flag ${flag.key}: ${said(before)}, then ${said(observed)}, read back`)
  timeline.line(`The moment: ${settled.releasedAt}, site revision ${settled.siteRevision}`)
  tell(timeline, "After", seen)
  timeline.line(`From the button to everything public and everybody told: ${timeline.elapsedMs() - begun} ms`)
  await readMail(client, timeline, settled.id)
  return settled
}

async function recall(
  client: PortalClient,
  timeline: Timeline,
  told: { release: Named; launched: LaunchTold; drafts: Draft[] },
): Promise<void> {
  timeline.chapter("And back, should it be needed")
  const { mailed } = await client.post<{ mailed: { accepted: number } }>(`/api/v1/releases/${told.release.id}/recall`, {
    reason: "The demo shows how.",
  })
  const seen = await waitFor(
    () => lookAround(client, told.drafts),
    (look) => Object.values(look).every((word) => word === "nothing"),
  )
  const { state } = await waitFor(
    () => client.get<Named>(`/api/v1/launches/${told.launched.id}`),
    (launched) => launched.state === "recalled",
  )
  tell(timeline, "After the recall", seen)
  timeline.line(`The launch is ${state}. ${mailed.accepted} people were mailed already, and that stays said.`)
  await correctMail(client, timeline, told.launched)
}

async function verify(client: PortalClient, timeline: Timeline): Promise<void> {
  const { ok, entries, unsealed } = await client.post<{ ok: boolean; entries: number; unsealed: number }>("/api/v1/audit/verify")
  timeline.line(`Audit log: ${entries} lines sealed, ${unsealed} waiting, ${ok ? "the chain holds" : "THE CHAIN IS BROKEN"}.`)
  timeline.line(`The whole demo took ${timeline.elapsedMs()} ms.`)
}

function tell(timeline: Timeline, when: string, look: Look): void {
  timeline.line(`${when}, a visitor finds:`)
  for (const [place, found] of Object.entries(look)) timeline.detail(`${place.padEnd(13)} ${found}`)
}

function said({ kind, percent }: Told): string {
  return kind === "percentage" ? `on for ${percent} %` : ({ off: "off", everyone: "on for everyone" }[kind] ?? kind)
}
