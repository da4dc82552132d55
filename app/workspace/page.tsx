import Link from "next/link"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { NAV } from "./nav.ts"
import { openPage } from "./open-page.ts"
import "./home.css"

export const metadata = { title: "Home" }

export default async function HomePage() {
  const { actor, deps } = await openPage("/workspace", "release.read")
  const places = NAV.filter((item) => item.href !== "/workspace" && mayDo(actor, item.act))
  return (
    <>
      <PageHead title="Deploy any time. Release on cue.">
        What is deployed stays invisible until its release, and then everything about it becomes public in one moment.
      </PageHead>
      <ul className="home-places">
        {places.map((place) => (
          <li key={place.href}>
            <Link className="panel" href={place.href} prefetch={false}>
              <strong>{place.name}</strong>
              <span>{place.about}</span>
            </Link>
          </li>
        ))}
        <li>
          <a className="panel" href={deps.settings.publicUrl.origin}>
            <strong>The public site</strong>
            <span>What visitors read: the changelog and the help pages</span>
          </a>
        </li>
      </ul>
    </>
  )
}
