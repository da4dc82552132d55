import type { Metadata } from "next"
import { listOfferedTopics } from "#lib/subscribers/list-offered-topics.ts"
import { runtime } from "../../../runtime.ts"
import { Opening } from "../opening.tsx"
import { TopicChoice } from "../topic-choice.tsx"

export const dynamic = "force-dynamic"
export const metadata: Metadata = { title: "Subscribe" }

type Props = { searchParams: Promise<Record<string, string | undefined>> }

export default async function SubscribePage({ searchParams }: Props) {
  const told = await searchParams
  const topics = await listOfferedTopics((await runtime()).db)
  const wrong = told["wrong-email"]
  return (
    <>
      <Opening title="Subscribe">One mail when something is released. You confirm it first, and can leave with one click.</Opening>
      <form className="visit-form" method="post" action="/subscribe">
        <div className="field">
          <label htmlFor="email">Your email address</label>
          <input
            id="email"
            name="email"
            type="email"
            autoComplete="email"
            inputMode="email"
            required
            maxLength={320}
            defaultValue={told.email ?? ""}
            aria-invalid={wrong === undefined ? undefined : true}
            aria-describedby={wrong === undefined ? undefined : "email-wrong"}
          />
          {wrong === undefined ? null : (
            <p className="wrong" id="email-wrong">
              This {wrong}.
            </p>
          )}
        </div>
        <TopicChoice topics={topics.map((topic) => ({ ...topic, isChosen: true }))} wrong={told["wrong-topics"]} />
        <button className="press" type="submit">
          Send me the confirmation
        </button>
      </form>
    </>
  )
}
