import type { Metadata } from "next"
import { readSubscription } from "#lib/subscribers/read-subscription.ts"
import { runtime } from "../../../../runtime.ts"
import { Opening } from "../../opening.tsx"
import { TopicChoice } from "../../topic-choice.tsx"
import { LocaleChoice } from "./locale-choice.tsx"

export const dynamic = "force-dynamic"
export const metadata: Metadata = { title: "What you get" }

type Props = { params: Promise<{ token: string }>; searchParams: Promise<Record<string, string | undefined>> }

export default async function PreferencesPage({ params, searchParams }: Props) {
  const { token } = await params
  const told = await searchParams
  const seen = await readSubscription(await runtime(), "preferences", token)
  if (seen.is !== "found") return <Opening title="This link does not work">Nobody is subscribed by it any more.</Opening>
  return (
    <>
      <Opening title="What you get">Change it whenever you like. Keep the link to yourself: whoever has it can do the same.</Opening>
      {told.saved === undefined ? null : (
        <p className="saved" role="status">
          Saved. The next mail follows what you chose.
        </p>
      )}
      <form className="visit-form" method="post" action={`/preferences/${token}`}>
        <TopicChoice topics={seen.topics} wrong={told["wrong-topics"]} />
        <LocaleChoice locale={seen.locale} wrong={told["wrong-locale"]} />
        <div className="field">
          <label htmlFor="name">How the mails address you</label>
          <input id="name" name="name" autoComplete="name" maxLength={200} defaultValue={seen.name} aria-describedby="name-hint" />
          <p className={told["wrong-name"] === undefined ? "hint" : "wrong"} id="name-hint">
            {told["wrong-name"] === undefined ? "May stay empty." : `This ${told["wrong-name"]}.`}
          </p>
        </div>
        <button className="press" type="submit">
          Save what I get
        </button>
      </form>
      <form className="visit-form leave" method="post" action={`/preferences/${token}`}>
        <input type="hidden" name="leave" value="everything" />
        <p>Or get nothing any more, from now on.</p>
        <button className="press" data-kind="quiet" type="submit">
          Leave altogether
        </button>
      </form>
    </>
  )
}
