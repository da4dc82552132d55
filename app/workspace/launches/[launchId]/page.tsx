import Link from "next/link"
import { counted } from "#components/release/count.ts"
import { Mark, type Sign, type Tone } from "#components/ui/mark.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import type { PersonActor } from "#lib/access/actor.ts"
import { mayDo } from "#lib/access/authorize.ts"
import { isRecallable, type LaunchState } from "#lib/launch/launch.ts"
import { openPage } from "../../open-page.ts"
import { Cast } from "./cast.tsx"
import { consequencesOf, mailedBy } from "./consequences.ts"
import { Exclusions } from "./exclusions.tsx"
import { PlanCorrection, RecallRelease, Retry, StopLaunch } from "./launch-acts.tsx"
import { LiveLaunch } from "./live-launch.tsx"
import { type LaunchPage, loadLaunch } from "./load-launch.ts"
import { MailPanel } from "./mail-panel.tsx"
import { sentenceOf } from "./sentence.ts"
import { Stage } from "./stage.tsx"
import { Timeline } from "./timeline.tsx"
import "../../releases/[releaseId]/release.css"
import "./launch.css"

type Props = { params: Promise<{ launchId: string }> }

export const metadata = { title: "Launch" }

export default async function LaunchPageOf({ params }: Props) {
  const { launchId } = await params
  const { deps, actor } = await openPage(`/workspace/launches/${launchId}`, "launch.read")
  const page = await loadLaunch(deps, launchId)
  const { launch, release, mail } = page
  const mayAct = mayDo(actor, "launch.recall")
  const { sign, tone, word } = LOOKS[launch.state]
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <>
      <p className="back">
        <Link href={`/workspace/releases/${release.id}`} prefetch={false}>
          {release.name}
        </Link>
      </p>
      <PageHead title={`Launch of ${release.name}`} next={<Acts page={page} actor={actor} />}>
        <span className="now-line">
          <Mark sign={sign} tone={tone}>
            {word}
          </Mark>
          <span>{sentenceOf(page)}</span>
          <LiveLaunch id={launch.id} pulse={page.pulse} isOver={OVER.includes(launch.state)} isQuiet={launch.state === "settled"} />
        </span>
      </PageHead>
      <Stage launch={launch} nowMs={nowMs} />
      {launch.state === "attention" ? <Attention page={page} mayAct={mayAct} /> : null}
      <Drift page={page} nowMs={nowMs} />
      <div className="launch-columns">
        <Cast page={page} />
        <div>
          {mail === null || mail.state === "planned" ? null : (
            <MailPanel id={launch.id} mail={mail} mayAct={mayAct} mayReadNames={mayDo(actor, "delivery.read")} />
          )}
          <Exclusions rows={page.exclusions} />
          <Timeline steps={page.steps} begunMs={launch.begunAt.epochMilliseconds} />
        </div>
      </div>
    </>
  )
}

/** Nothing comes after these. A launch that has settled can still be recalled, by somebody else at another desk. */
const OVER: readonly LaunchState[] = ["failed", "recalled"]

const LOOKS: Record<LaunchState, { sign: Sign; tone: Tone; word: string }> = {
  flipping: { sign: "half", tone: "main", word: "Flipping" },
  live: { sign: "dot", tone: "live", word: "Live" },
  announcing: { sign: "dot", tone: "live", word: "Announcing" },
  settled: { sign: "check", tone: "live", word: "Settled" },
  rolling_back: { sign: "back", tone: "wait", word: "Rolling back" },
  failed: { sign: "cross", tone: "wrong", word: "Failed" },
  recalling: { sign: "back", tone: "wait", word: "Recalling" },
  recalled: { sign: "back", tone: "quiet", word: "Recalled" },
  attention: { sign: "alert", tone: "wrong", word: "Needs a person" },
}

function Acts({ page, actor }: { page: LaunchPage; actor: PersonActor }) {
  const { launch, mail, release } = page
  if (launch.state === "recalled" && mayDo(actor, "release.plan")) return <Correction page={page} />
  if (!mayDo(actor, "launch.recall")) return null
  const isToBeMailed = mail !== null && mail.state !== "ended"
  return (
    <span className="row-acts">
      {launch.state === "flipping" ? <StopLaunch id={launch.id} phase="before" /> : null}
      {launch.state === "live" && isToBeMailed ? <StopLaunch id={launch.id} phase="hold" /> : null}
      {launch.state === "announcing" ? <StopLaunch id={launch.id} phase="sending" /> : null}
      {isRecallable(launch) ? (
        <RecallRelease release={{ id: release.id, name: release.name }} mailed={mailedBy(mail)} consequences={consequencesOf(page)} />
      ) : null}
    </span>
  )
}

/** What cannot be called back can be put right: a mail to whom the release was mailed, and to nobody else. */
function Correction({ page: { launch, release, mail } }: { page: LaunchPage }) {
  const mailed = mailedBy(mail)
  if (mailed === 0) return null
  return <PlanCorrection launch={launch.id} name={release.name} whom={counted(mailed, "person", "people")} />
}

function Attention({ page, mayAct }: { page: LaunchPage; mayAct: boolean }) {
  const { launch, flips, steps } = page
  const last = steps.findLast(({ name, detail }) => name === "launch.moved" && detail.to === "attention")
  const isAboutFlags = launch.interrupted !== "announcing"
  const open = flips.filter(({ state }) => state === "attempted" || state === "applied")
  return (
    <div className="notice attention" data-kind="wrong" role="alert">
      <div>
        <p>
          <strong>It waits for a person.</strong> {sentenceOf(page)}{" "}
          {typeof last?.detail.because === "string" ? last.detail.because : page.mail?.because}
        </p>
        {isAboutFlags && open.length > 0 ? (
          <p>
            {counted(open.length, "flag is", "flags are")} not back where they were. The cast shows what was recorded, desired and observed.
          </p>
        ) : null}
        {mayAct ? <Retry id={launch.id} isAboutFlags={isAboutFlags} /> : null}
      </div>
    </div>
  )
}

/** What is no longer as the launch left it. Flags carry their own mark in the cast. */
function Drift({ page: { drift }, nowMs }: { page: LaunchPage; nowMs: number }) {
  return drift.map(({ kind, subject, expected, seen, noticedAt }) => (
    <div className="notice drift" data-kind="wait" key={`${kind} ${subject}`}>
      <p>
        <strong>It has moved since.</strong> {expected} {seen} Noticed <Moment atMs={noticedAt.epochMilliseconds} nowMs={nowMs} />; nothing
        is changed by itself, and this line goes away when it is as it was.
      </p>
    </div>
  ))
}
