import Link from "next/link"
import { CopyButton } from "#components/ui/copy-button.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { openPage } from "../../open-page.ts"
import { FlagTabs } from "../flag-tabs.tsx"
import { curlSnippet, serverSnippet, webSnippet } from "./snippets.ts"
import "./evaluate.css"

export const metadata = { title: "Ask for flags" }

export default async function EvaluatePage() {
  const { deps, actor } = await openPage("/workspace/flags/evaluate", "flag.read")
  const portal = deps.settings.publicUrl.origin
  return (
    <>
      <PageHead title="Flags">
        Any OpenFeature client asks this portal for built-in flags, by the OpenFeature Remote Evaluation Protocol.
      </PageHead>
      <FlagTabs here="/workspace/flags/evaluate" />
      <div className="evaluate">
        <Keys mayCreate={mayDo(actor, "token.manage")} />
        <Snippet title="In a browser or an app" text={webSnippet(portal)}>
          It may go without a key, and then sees what visitors see in production. A flag of a release that is not out yet does not exist for
          it.
        </Snippet>
        <Snippet title="On your own servers" text={serverSnippet(portal)}>
          With a server key it sees every flag of the key&rsquo;s environment, unreleased ones included: off until their launch.
        </Snippet>
        <Snippet title="By hand" text={curlSnippet(portal)}>
          One flag, or all of them without the key at the end. What stands in the context is what rules are compared with.
        </Snippet>
      </div>
    </>
  )
}

function Keys({ mayCreate }: { mayCreate: boolean }) {
  return (
    <section className="panel" aria-labelledby="keys">
      <h2 id="keys">Two kinds of key</h2>
      <dl className="keys">
        <dt>
          <code>flags:evaluate-public</code>
        </dt>
        <dd>For browsers and apps, where anybody can read it. It tells nothing that visitors may not know.</dd>
        <dt>
          <code>flags:evaluate</code>
        </dt>
        <dd>For your servers. Keep it secret: it knows the names of flags that are not released.</dd>
      </dl>
      <p className="quiet">
        {mayCreate ? (
          <>
            Create either under{" "}
            <Link className="work-link" href="/workspace/tokens" prefetch={false}>
              API tokens
            </Link>
            , with the environment that it is for.
          </>
        ) : (
          "An owner creates them under API tokens, with the environment that each is for."
        )}
      </p>
    </section>
  )
}

function Snippet({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  const id = title.toLowerCase().replaceAll(" ", "-")
  return (
    <section aria-labelledby={id}>
      <div className="snippet-head">
        <h2 id={id}>{title}</h2>
        <CopyButton text={text} label="Copy" />
      </div>
      <p className="quiet">{children}</p>
      <pre className="snippet">{text}</pre>
    </section>
  )
}
