import Link from "next/link"
import { notFound } from "next/navigation"
import { PageHead } from "#components/ui/page-head.tsx"
import { isDomainError } from "#lib/kernel/errors.ts"
import { type CapturedMail, getCapturedMail } from "#lib/mail/queries.ts"
import type { Runtime } from "#lib/runtime.ts"
import { openPage } from "../../open-page.ts"
import { Moment } from "../moment.tsx"
import "../mail.css"

export const metadata = { title: "A captured mail" }

const VIEWS = { html: "As it looks", text: "Text", headers: "Headers", raw: "Raw" } as const
type View = keyof typeof VIEWS

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ show?: string }> }

export default async function OneCapturedMailPage({ params, searchParams }: Props) {
  const { id } = await params
  const { deps } = await openPage(`/workspace/mail/${id}`, "mail.read")
  const mail = await find(deps, id)
  const view = viewOf((await searchParams).show)
  return (
    <>
      <PageHead title={mail.subject}>
        To {mail.recipientName === null ? "" : `${mail.recipientName}, `}
        <strong>{mail.recipient}</strong>, from {mail.sender}, <Moment at={mail.capturedAt.toString()} />
      </PageHead>
      <div className="mail-bar">
        <nav aria-label="Ways to look at this mail">
          {Object.entries(VIEWS).map(([key, name]) => (
            <Link key={key} href={`/workspace/mail/${id}?show=${key}`} aria-current={key === view ? "page" : undefined} prefetch={false}>
              {name}
            </Link>
          ))}
        </nav>
        <OneClick url={mail.headers["List-Unsubscribe"]} />
      </div>
      <Shown mail={mail} view={view} deps={deps} />
    </>
  )
}

async function Shown({ mail, view, deps }: { mail: CapturedMail; view: View; deps: Pick<Runtime, "composeMail"> }) {
  switch (view) {
    case "html":
      return (
        <iframe
          className="mail-frame"
          title="The mail as it looks"
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          src={`/workspace/mail/${mail.id}/html`}
        />
      )
    case "text":
      return <Plain label="The text of the mail">{mail.text}</Plain>
    case "headers":
      return <Headers mail={mail} />
    case "raw": {
      const { recipient, recipientName, subject, html, text, headers, key } = mail
      return (
        <Plain label="The mail as SMTP would send it">
          {await deps.composeMail({ to: { address: recipient, name: recipientName }, subject, html, text, headers }, key)}
        </Plain>
      )
    }
  }
}

function Plain({ label, children }: { label: string; children: string }) {
  return (
    <section aria-label={label}>
      <pre className="mail-plain">{children}</pre>
    </section>
  )
}

function Headers({ mail }: { mail: CapturedMail }) {
  const lines = [
    ...Object.entries(mail.headers),
    ...Object.entries(mail.tags).map(([name, value]): [string, string] => [`tag ${name}`, value]),
  ]
  if (lines.length === 0) return <p>This mail has no headers of its own.</p>
  return (
    <dl className="mail-headers panel">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What the button of a mail program would do: the same POST, to the same address. */
function OneClick({ url }: { url: string | undefined }) {
  const address = /<(https?:[^>]+)>/.exec(url ?? "")?.[1]
  if (address === undefined) return null
  return (
    <form method="post" action={new URL(address).pathname} target="_blank" rel="noopener">
      <input type="hidden" name="List-Unsubscribe" value="One-Click" />
      <button className="button" type="submit">
        Unsubscribe the recipient
      </button>
    </form>
  )
}

async function find({ db }: Pick<Runtime, "db">, id: string): Promise<CapturedMail> {
  if (!/^[1-9]\d{0,14}$/.test(id)) notFound()
  try {
    return await getCapturedMail(db, Number(id))
  } catch (error) {
    if (isDomainError(error)) notFound()
    throw error
  }
}

function viewOf(text: string | undefined): View {
  return text === "text" || text === "headers" || text === "raw" ? text : "html"
}
