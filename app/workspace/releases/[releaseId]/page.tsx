import Link from "next/link"
import { KIND_WORDS } from "#components/release/document-words.ts"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import type { ReleaseView } from "#lib/releases/queries.ts"
import { openPage } from "../../open-page.ts"
import { AudiencePanel } from "./audience/audience-panel.tsx"
import { ChangesSection } from "./changes-section.tsx"
import { DetailsButton } from "./details-button.tsx"
import { DocumentsSection } from "./documents-section.tsx"
import { FlagsSection } from "./flags-section.tsx"
import { loadChoices, loadPlan, loadRelease } from "./load-release.ts"
import { NextStep } from "./next-step.tsx"
import { NowLine } from "./now-line.tsx"
import { ReadinessSection } from "./readiness-section.tsx"
import { ScheduleSection } from "./schedule-section.tsx"
import "./release.css"

type Props = { params: Promise<{ releaseId: string }> }

export const metadata = { title: "Release" }

export default async function ReleasePage({ params }: Props) {
  const { releaseId } = await params
  const { deps, actor } = await openPage(`/workspace/releases/${releaseId}`, "release.read")
  const release = await loadRelease(releaseId)
  const plan = await loadPlan(deps, actor, release)
  const isOpen = release.state === "planned" || release.state === "held" || release.state === "recalled"
  const may = {
    plan: isOpen && mayDo(actor, "release.plan"),
    write: isOpen && mayDo(actor, "document.write"),
    approve: release.state !== "launching" && mayDo(actor, "document.approve"),
    launch: mayDo(actor, "launch.begin"),
  }
  const choices = may.plan ? await loadChoices(deps, release) : { changes: [], flags: [], team: [] }
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <>
      <p className="back">
        <Link href="/workspace/releases" prefetch={false}>
          Releases
        </Link>
      </p>
      <PageHead title={release.name} next={<NextStep release={release} plan={plan} mayLaunch={may.launch} />}>
        <NowLine release={release} readiness={plan.readiness} nowMs={nowMs} />
      </PageHead>
      <div className="release-columns">
        <div className="release-work">
          <DocumentsSection release={release} documents={plan.documents} may={may} />
          <ChangesSection release={release} missing={plan.missing} choices={choices.changes} mayEdit={may.plan} />
          <FlagsSection release={release} targets={plan.targets} choices={choices.flags} mayEdit={may.plan} nowMs={nowMs} />
        </div>
        <div className="release-facts">
          <ReadinessSection
            readiness={plan.readiness}
            release={release}
            email={plan.documents.find(({ kind }) => kind === "email")?.id ?? null}
          />
          <ScheduleSection release={scheduleOf(release)} zones={may.launch ? ZONES : []} mayLaunch={may.launch} nowMs={nowMs} />
          <AudiencePanel deps={deps} actor={actor} release={release} documents={plan.documents} mayEdit={may.plan} />
          <Terms release={release} team={choices.team} mayEdit={may.plan} />
        </div>
      </div>
    </>
  )
}

const ZONES = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])]

function scheduleOf({ id, state, schedule }: ReleaseView) {
  const shown = schedule === null ? null : { at: schedule.at, timeZone: schedule.timeZone, instantMs: schedule.instant.epochMilliseconds }
  return { id, state, schedule: shown }
}

function Terms({ release, team, mayEdit }: { release: ReleaseView; team: string[]; mayEdit: boolean }) {
  const { owner, summary, requires, holdSeconds, graceSeconds, patienceSeconds } = release
  return (
    <section className="section" aria-labelledby="terms">
      <div className="section-head">
        <h2 id="terms">Details</h2>
        {mayEdit ? <DetailsButton details={detailsOf(release)} team={team} /> : null}
      </div>
      <dl className="facts">
        <dt>Owner</dt>
        <dd>{owner ?? "nobody"}</dd>
        <dt>Summary</dt>
        <dd>{summary === "" ? <span className="quiet">none yet</span> : summary}</dd>
        <dt>Requires</dt>
        <dd>
          {requires.length === 0 ? (
            <span className="quiet">no more than its entry</span>
          ) : (
            requires.map((kind) => KIND_WORDS[kind].name).join(", ")
          )}
        </dd>
        <dt>Patience</dt>
        <dd>{minutes(patienceSeconds)} with flag services; then everything is put back</dd>
        <dt>Hold</dt>
        <dd>{minutes(holdSeconds)} between the moment and the first mail</dd>
        <dt>Grace</dt>
        <dd>{minutes(graceSeconds)} late at most; after that it waits for a person</dd>
      </dl>
    </section>
  )
}

function detailsOf({ id, name, summary, owner, mail, requires, holdSeconds, graceSeconds, patienceSeconds }: ReleaseView) {
  const times = { hold: holdSeconds / 60, grace: graceSeconds / 60, patience: patienceSeconds / 60 }
  return { id, name, summary, owner: owner ?? "", mail, requires, ...times }
}

function minutes(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${Math.round(seconds / 60)} min`
}
