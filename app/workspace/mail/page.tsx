import Link from "next/link"
import { Empty } from "#components/ui/empty.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { type CapturedMailLine, listCapturedMails } from "#lib/mail/queries.ts"
import { openPage } from "../open-page.ts"
import { Moment } from "./moment.tsx"
import "./mail.css"

export const metadata = { title: "Captured mail" }

const A_PAGE = 50

type Props = { searchParams: Promise<{ search?: string; after?: string }> }

export default async function CapturedMailPage({ searchParams }: Props) {
  const { deps } = await openPage("/workspace/mail", "mail.read")
  const { search, after } = await asked(searchParams)
  const rows = await listCapturedMails(deps.db, { search, after, limit: A_PAGE + 1 })
  const mails = rows.slice(0, A_PAGE)
  const last = mails.at(-1)
  return (
    <>
      <PageHead title="Captured mail">
        {deps.mailer.transport === "capture"
          ? "Mail of this portal is kept here instead of being sent. Set MAIL_TRANSPORT to smtp or resend to send it."
          : "Mail leaves this portal for real. What stands here was kept before that."}
      </PageHead>
      <form className="mail-search" action="/workspace/mail">
        <label htmlFor="search">Find by address, name or subject</label>
        <input id="search" name="search" type="search" maxLength={200} defaultValue={search ?? ""} />
        <button className="button" type="submit">
          Find mails
        </button>
      </form>
      {mails.length === 0 ? <Nothing search={search} /> : <Mails mails={mails} />}
      {rows.length > A_PAGE && last !== undefined ? (
        <p className="mail-more">
          <Link
            className="button"
            href={`/workspace/mail?${new URLSearchParams({ ...(search ? { search } : {}), after: String(last.id) })}`}
            prefetch={false}
          >
            Show older mails
          </Link>
        </p>
      ) : null}
    </>
  )
}

function Mails({ mails }: { mails: readonly CapturedMailLine[] }) {
  return (
    <div className="table-frame">
      <table className="table mail-list">
        <thead>
          <tr>
            <th scope="col">To</th>
            <th scope="col">Subject</th>
            <th scope="col">Captured</th>
          </tr>
        </thead>
        <tbody>
          {mails.map(({ id, recipient, recipientName, subject, capturedAt }) => (
            <tr key={id}>
              <td title={recipientName ?? undefined}>{recipient}</td>
              <td>
                <Link href={`/workspace/mail/${id}`} prefetch={false}>
                  {subject}
                </Link>
              </td>
              <td>
                <Moment at={capturedAt.toString()} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Nothing({ search }: { search: string | null }) {
  if (search !== null) return <Empty title="No mail fits that">Try a part of the address or of the subject.</Empty>
  return (
    <Empty title="No mail yet">Launch a release that is mailed, or subscribe on the public page: what would be sent stands here.</Empty>
  )
}

/** What is no number is no place in the list, and the list begins at its beginning. */
async function asked(searchParams: Props["searchParams"]): Promise<{ search: string | null; after: number | null }> {
  const { search = "", after = "" } = await searchParams
  const text = String(search).trim().slice(0, 200).toWellFormed().replaceAll("\0", "")
  return { search: text === "" ? null : text, after: /^[1-9]\d{0,14}$/.test(String(after)) ? Number(after) : null }
}
