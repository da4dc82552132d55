import { counted } from "#components/release/count.ts"
import type { AudienceCount } from "#lib/delivery/count-audience.ts"
import type { ReleaseMail } from "#lib/releases/release.ts"

export function AudienceSection({ mail, audience }: { mail: ReleaseMail; audience: AudienceCount }) {
  const { mailed, excluded, covered, isMore } = audience
  return (
    <section className="section" aria-labelledby="audience">
      <div className="section-head">
        <h2 id="audience">Audience</h2>
      </div>
      <p>
        Everyone on the site sees it.{" "}
        {mail === "none"
          ? "Nobody is mailed."
          : `${isMore ? "More than " : ""}${counted(mailed, "subscriber", "subscribers")} would be mailed now.`}
      </p>
      {mail === "send" && excluded > 0 ? (
        <p className="quiet">
          {counted(excluded, "subscriber is", "subscribers are")} left out: mail to them came back, or they called it spam. Who is mailed is
          decided at the moment; who leaves until then is not.
        </p>
      ) : null}
      {mail === "send" && covered > 0 ? (
        <p className="quiet">
          {counted(covered, "subscriber has", "subscribers have")} had it in an earlier launch, and get no second mail.
        </p>
      ) : null}
    </section>
  )
}
