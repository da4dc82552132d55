import Link from "next/link"
import { SubscriberMark } from "#components/subscriber/subscriber-mark.tsx"
import { END_WORDS, SUPPRESSION_WORDS } from "#components/subscriber/subscriber-words.ts"
import { Drawer } from "#components/ui/drawer.tsx"
import { Moment } from "#components/ui/moment.tsx"
import type { DeliveryState } from "#lib/delivery/delivery.ts"
import type { MailedTo } from "#lib/delivery/queries.ts"
import type { SubscriberId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import type { Subscriber } from "#lib/subscribers/queries.ts"
import { isLiftable } from "#lib/subscribers/suppression.ts"
import { type Asked, addressOf } from "./asked.ts"
import { loadSubscriber } from "./load-audience.ts"
import { SubscriberActs } from "./subscriber-acts.tsx"
import { topicsInWords } from "./subscriber-table.tsx"

type Props = {
  deps: Pick<Runtime, "db" | "clock">
  id: SubscriberId
  asked: Asked
  may: { write: boolean; erase: boolean }
  topics: { key: string; name: string }[]
}

/** Everything about one subscriber, beside the list. */
export async function SubscriberDrawer({ deps, id, asked, may, topics }: Props) {
  const found = await loadSubscriber(deps, id)
  const at = { closeHref: addressOf(asked, { subscriber: null }), openerId: `subscriber-${id}` }
  if (found === null)
    return (
      <Drawer title="There is no such subscriber" {...at}>
        <p>They may have been erased. What stays then is a hash of the address, so that no list brings them back.</p>
      </Drawer>
    )
  const { subscriber, mails } = found
  const nowMs = deps.clock.now().epochMilliseconds
  const { email, state, suppressed } = subscriber
  const isLifted = suppressed !== null && isLiftable(suppressed)
  return (
    <Drawer key={id} title={email} {...at}>
      <Facts subscriber={subscriber} topics={topics} nowMs={nowMs} />
      <Traits traits={subscriber.traits} />
      <Mails mails={mails} nowMs={nowMs} />
      {may.write || may.erase ? (
        <SubscriberActs
          who={{ id, email, hasEnded: state === "ended", isSuppressed: suppressed !== null, isLiftable: isLifted }}
          may={may}
          mailed={mails.filter((mail) => mail.state === "accepted").length}
        />
      ) : null}
    </Drawer>
  )
}

function Facts({ subscriber, topics, nowMs }: { subscriber: Subscriber; topics: Props["topics"]; nowMs: number }) {
  const { name, locale, consentBasis, consentAt, consentSource, endedAt, endReason, suppressed, createdAt } = subscriber
  return (
    <dl className="drawer-facts">
      <dt>State</dt>
      <dd>
        <SubscriberMark {...subscriber} />
      </dd>
      {suppressed === null ? null : (
        <>
          <dt>Suppressed</dt>
          <dd>{SUPPRESSION_WORDS[suppressed].meaning} Nothing is mailed to this address.</dd>
        </>
      )}
      {endedAt === null || endReason === null ? null : (
        <>
          <dt>Ended</dt>
          <dd>
            {END_WORDS[endReason]}, <Moment atMs={endedAt.epochMilliseconds} nowMs={nowMs} />
          </dd>
        </>
      )}
      <dt>Name</dt>
      <dd>{name ?? <span className="quiet">not known</span>}</dd>
      <dt>Language</dt>
      <dd>{locale}</dd>
      <dt>Topics</dt>
      <dd>{topicsInWords(subscriber.topics, topics)}</dd>
      <dt>Consent</dt>
      <dd>
        {consentAt === null ? (
          <span className="quiet">not given yet: they have not confirmed</span>
        ) : (
          <>
            {consentBasis === "double_opt_in" ? "They confirmed by a link we mailed" : "Stated by whoever added them"},{" "}
            <Moment atMs={consentAt.epochMilliseconds} nowMs={nowMs} />
            {consentSource === null ? null : <span className="quiet"> ({consentSource})</span>}
          </>
        )}
      </dd>
      <dt>Added</dt>
      <dd>
        <Moment atMs={createdAt.epochMilliseconds} nowMs={nowMs} />
      </dd>
    </dl>
  )
}

function Traits({ traits }: { traits: Subscriber["traits"] }) {
  const known = Object.entries(traits)
  if (known.length === 0) return null
  return (
    <section>
      <h3>Traits</h3>
      <dl className="drawer-facts">
        {known.map(([name, value]) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const BECAME: Record<DeliveryState, string> = {
  pending: "waits to be sent",
  sending: "is being sent",
  accepted: "sent",
  failed: "failed",
  unknown: "may have left",
  cancelled: "cancelled",
  excluded: "left out",
}

function Mails({ mails, nowMs }: { mails: MailedTo[]; nowMs: number }) {
  return (
    <section>
      <h3>Mails</h3>
      {mails.length === 0 ? <p className="quiet">No release was mailed to them yet.</p> : null}
      <ul className="mails">
        {mails.map(({ release, state, reason, movedAt }) => (
          <li key={release.id}>
            <Link className="work-link" href={`/workspace/releases/${release.id}`} prefetch={false}>
              {release.name}
            </Link>
            <span className="quiet">
              {BECAME[state]}
              {reason === null ? "" : ` (${reason})`}, <Moment atMs={movedAt.epochMilliseconds} nowMs={nowMs} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
