import Link from "next/link"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { logoPathOf } from "#lib/brand/brand.ts"
import { getBrand } from "#lib/brand/queries.ts"
import { findSender } from "#lib/mail/find-sender.ts"
import { openPage } from "../open-page.ts"
import { BrandForm } from "./brand-form.tsx"
import { SenderForm } from "./sender-form.tsx"
import { TopicsSection } from "./topics-section.tsx"
import "#components/ui/dialog.css"
import "./settings.css"

export const metadata = { title: "Settings" }

export default async function SettingsPage() {
  const { deps, actor } = await openPage("/workspace/settings", "site.read")
  const [{ logo, ...brand }, sender] = await Promise.all([getBrand(deps.db), findSender(deps.db)])
  return (
    <>
      <PageHead title="Settings">What visitors and readers see of you. A change is public the moment it is saved.</PageHead>
      <section className="section" aria-labelledby="site">
        <h2 id="site">The site</h2>
        <BrandForm brand={brand} logo={logo && { ...logo, path: logoPathOf(logo) }} mayEdit={mayDo(actor, "site.edit")} />
      </section>
      <section className="section" aria-labelledby="mail">
        <h2 id="mail">Mail</h2>
        <SenderForm sender={sender} from={deps.settings.mail.from} mayEdit={mayDo(actor, "sender.edit")} />
      </section>
      {mayDo(actor, "segment.read") ? <TopicsSection db={deps.db} mayEdit={mayDo(actor, "segment.write")} /> : null}
      <section className="section" aria-labelledby="elsewhere">
        <h2 id="elsewhere">Elsewhere</h2>
        <ul className="ways">
          <li>
            <Link href="/workspace/people">People</Link>: who may sign in, and whether people may approve what they wrote themselves
          </li>
          <li>
            <Link href="/workspace/repositories">Repositories</Link>: where deployments come from, and which environment is production
          </li>
          <li>Addresses, secrets and how mail is sent are settings of the machine: the README lists them.</li>
        </ul>
      </section>
    </>
  )
}
