import Link from "next/link"
import { SubscriberMark } from "#components/subscriber/subscriber-mark.tsx"
import { Moment } from "#components/ui/moment.tsx"
import type { Subscriber } from "#lib/subscribers/queries.ts"
import { type Asked, addressOf } from "./asked.ts"

type Props = { subscribers: Subscriber[]; topics: { key: string; name: string }[]; asked: Asked; nowMs: number }

export function SubscriberTable({ subscribers, topics, asked, nowMs }: Props) {
  return (
    <div className="table-frame">
      <table className="table subscribers">
        <caption className="visually-hidden">Subscribers, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Subscriber</th>
            <th scope="col">State</th>
            <th scope="col" className="wide">
              Topics
            </th>
            <th scope="col" className="wide">
              Language
            </th>
            <th scope="col" className="wide">
              Added
            </th>
          </tr>
        </thead>
        <tbody>
          {subscribers.map((one) => (
            <tr key={one.id} data-open={one.id === asked.subscriber ? "" : undefined}>
              <th scope="row">
                <Link
                  id={`subscriber-${one.id}`}
                  className="work-link"
                  href={addressOf(asked, { subscriber: one.id })}
                  scroll={false}
                  prefetch={false}
                >
                  {one.email}
                </Link>
                {one.name === null ? null : <span className="quiet name">{one.name}</span>}
              </th>
              <td>
                <SubscriberMark {...one} />
              </td>
              <td className="wide">{topicsInWords(one.topics, topics)}</td>
              <td className="wide">{one.locale}</td>
              <td className="wide">
                <Moment atMs={one.createdAt.epochMilliseconds} nowMs={nowMs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function topicsInWords(chosen: string[] | null, topics: { key: string; name: string }[]): string {
  if (chosen === null) return "Everything"
  return chosen.map((key) => topics.find((topic) => topic.key === key)?.name ?? key).join(", ")
}
