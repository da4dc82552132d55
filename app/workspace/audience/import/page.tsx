import Link from "next/link"
import { PageHead } from "#components/ui/page-head.tsx"
import { listTopics } from "#lib/subscribers/queries.ts"
import { openPage } from "../../open-page.ts"
import { ImportForm } from "./import-form.tsx"
import "../audience.css"

export const metadata = { title: "Import subscribers" }

export default async function ImportPage() {
  const { deps } = await openPage("/workspace/audience/import", "subscriber.write")
  const topics = await listTopics(deps.db)
  return (
    <>
      <p className="back">
        <Link href="/workspace/audience" prefetch={false}>
          Audience
        </Link>
      </p>
      <PageHead title="Import subscribers">
        An import mails nobody, and brings nobody back who has left. The file is checked first; nothing is written until you say so.
      </PageHead>
      <div className="segment-form">
        <p>
          A CSV file, 20 MB and 50,000 lines at most. Its first line names the columns: <code>email</code>, and where you have them{" "}
          <code>name</code>, <code>locale</code>, <code>consent</code>, <code>topics</code>. Every other column becomes a trait that
          segments can ask for. <a href="/workspace/audience/import/file">Download an example</a>
          {topics.length === 0 ? "." : `. Topics are ${topics.map(({ key }) => key).join(", ")}.`}
        </p>
        <ImportForm />
      </div>
    </>
  )
}
