import Link from "next/link"
import { counted } from "#components/release/count.ts"
import { PauseMail, ResumeMail } from "./launch-acts.tsx"
import type { MailView } from "./load-launch.ts"
import "./mail-panel.css"

const NUMBERS = new Intl.NumberFormat("en")

type Props = { id: string; mail: MailView; mayAct: boolean; mayReadNames: boolean }

/** Every subscriber of the audience is in exactly one of these numbers, at every moment. */
export function MailPanel({ id, mail, mayAct, mayReadNames }: Props) {
  const { state, because, candidates, excluded, pending, accepted, failed, unknown, cancelled, bounced, covered } = mail
  const isSending = state === "sending" || state === "materialising"
  const done = candidates === 0 ? 0 : Math.round(((candidates - pending) / candidates) * 100)
  return (
    <section className="mail-panel" aria-labelledby="mail">
      <div className="section-head">
        <h2 id="mail">Mail</h2>
        {mayAct && isSending ? <PauseMail id={id} /> : null}
        {mayAct && state === "paused" ? <ResumeMail id={id} pending={NUMBERS.format(pending)} /> : null}
      </div>
      <progress max={100} value={done} aria-label={`${done} % of the mail is through`} />
      {state === "paused" ? (
        <div className="notice" data-kind="wrong">
          <p>
            <strong>Paused.</strong> {because}
          </p>
        </div>
      ) : null}
      <dl className="numbers">
        <Figure
          name="Candidates"
          value={candidates}
          about={covered === 0 ? "the audience" : `${NUMBERS.format(covered)} more had it before`}
        />
        <Figure name="Excluded" value={excluded} about="left, or out of reach" />
        <Figure name="Pending" value={pending} about="still to go" />
        <Figure name="Accepted" value={accepted} about={bounced === 0 ? "by the mail service" : `${NUMBERS.format(bounced)} came back`} />
        <Figure name="Failed" value={failed} about="refused for good" />
        <Figure name="Unknown" value={unknown} about="may have left" />
        <Figure name="Cancelled" value={cancelled} about="will not be sent" />
      </dl>
      <p className="quiet sum">
        {counted(candidates, "candidate", "candidates")} ={" "}
        {[excluded, pending, accepted, failed, unknown, cancelled].map((one) => NUMBERS.format(one)).join(" + ")}
        {mayReadNames ? (
          <>
            {" · "}
            <Link href={`/workspace/launches/${id}/mailed`} prefetch={false}>
              Who was mailed
            </Link>
          </>
        ) : null}
      </p>
    </section>
  )
}

function Figure({ name, value, about }: { name: string; value: number; about: string }) {
  return (
    <div data-is={value === 0 ? "zero" : "some"}>
      <dt>{name}</dt>
      <dd>
        <span className="value">{NUMBERS.format(value)}</span>
        <span className="quiet">{about}</span>
      </dd>
    </div>
  )
}
