import Link from "next/link"
import { Empty } from "#components/ui/empty.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { HOOK_OUTCOMES, type HookDelivery, type HookOutcome, nameOfSource } from "#lib/hooks/hook-delivery.ts"
import { RedeliverButton } from "./redeliver-button.tsx"

type Props = {
  deliveries: readonly HookDelivery[]
  /** The page it stands on, for its links. */
  at: string
  outcome: HookOutcome | undefined
  /** The cursor of the next page. */
  next: string | null
  nowMs: number
  mayRedeliver: "may redeliver" | "only reads"
}

const WORDS: Record<HookOutcome, string> = { received: "On its way", processed: "Processed", ignored: "Ignored", failed: "Failed" }

/** What arrived, what came of it, and why nothing did. */
export function DeliveryList({ deliveries, at, outcome, next, nowMs, mayRedeliver }: Props) {
  return (
    <>
      <nav className="delivery-filter" aria-label="By outcome">
        <FilterLink at={at} outcome={undefined} chosen={outcome} />
        {HOOK_OUTCOMES.map((one) => (
          <FilterLink key={one} at={at} outcome={one} chosen={outcome} />
        ))}
      </nav>
      {deliveries.length === 0 ? <Nothing outcome={outcome} /> : null}
      {deliveries.length === 0 ? null : (
        <ul className="delivery-list">
          {deliveries.map((delivery) => (
            <li key={delivery.id}>
              <Delivery delivery={delivery} nowMs={nowMs} />
              {mayRedeliver === "may redeliver" && delivery.canRedeliver && delivery.outcome !== "received" ? (
                <RedeliverButton id={delivery.id} event={delivery.event} />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {next === null ? null : (
        <p className="delivery-more">
          <Link className="button" href={addressOf(at, { outcome, cursor: next })} prefetch={false}>
            Show older deliveries
          </Link>
        </p>
      )}
    </>
  )
}

function Delivery({ delivery, nowMs }: { delivery: HookDelivery; nowMs: number }) {
  const { source, event, deliveryId, outcome, reason, repository, receivedAt, attempts } = delivery
  return (
    <div className="delivery" data-outcome={outcome}>
      <p className="delivery-what">
        <span className="delivery-outcome">{WORDS[outcome]}</span>
        <strong>{event}</strong>
        <span className="quiet">
          {nameOfSource(source)} · <Moment atMs={receivedAt.epochMilliseconds} nowMs={nowMs} />
          {attempts > 1 ? ` · processed ${attempts} times` : ""}
        </span>
      </p>
      <p className="delivery-why">{reason ?? "Waits for a worker."}</p>
      <p className="delivery-id" title="The sender's id of this delivery">
        {repository === null ? "" : `${repository} · `}
        {deliveryId}
      </p>
    </div>
  )
}

function FilterLink({ at, outcome, chosen }: { at: string; outcome: HookOutcome | undefined; chosen: HookOutcome | undefined }) {
  return (
    <Link href={addressOf(at, { outcome })} aria-current={outcome === chosen ? "true" : undefined} prefetch={false}>
      {outcome === undefined ? "All" : WORDS[outcome]}
    </Link>
  )
}

function addressOf(at: string, asked: { outcome?: HookOutcome | undefined; cursor?: string }): string {
  const query = new URLSearchParams(Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined))
  return query.size === 0 ? at : `${at}?${query}`
}

function Nothing({ outcome }: { outcome: HookOutcome | undefined }) {
  if (outcome === "failed")
    return <Empty title="Nothing has failed">What cannot be processed stands here, with the reason and a way to try it again.</Empty>
  if (outcome !== undefined) return <Empty title="Nothing of this kind">Choose All to see everything that arrived.</Empty>
  return (
    <Empty title="Nothing has arrived yet">
      Connect a repository as described below; its first delivery, a ping, stands here a second later.
    </Empty>
  )
}
