import { Button } from "#components/ui/button.tsx"
import type { PersonActor } from "#lib/access/actor.ts"
import { mayDo } from "#lib/access/authorize.ts"
import { NAV, type NavItem } from "./nav.ts"
import { NavList } from "./nav-list.tsx"

/** The side column, and on a phone the bar that opens into the same. */
export function Frame({ actor }: { actor: PersonActor }) {
  return (
    <>
      <aside className="workspace-side" aria-label="Workspace">
        <p className="workspace-brand">Curtain</p>
        <Column actor={actor} where="Side" />
      </aside>
      <details className="workspace-bar">
        <summary>
          <span className="workspace-brand">Curtain</span>
          <span>Menu</span>
        </summary>
        <div className="sheet">
          <Column actor={actor} where="Menu" />
        </div>
      </details>
    </>
  )
}

function Column({ actor, where }: { actor: PersonActor; where: "Side" | "Menu" }) {
  return (
    <>
      <NavList label={`${where}: work`} links={linksFor(actor, "main")} />
      <div className="workspace-foot">
        <NavList label={`${where}: settings`} links={linksFor(actor, "foot")} />
        <div className="workspace-person">
          <div>
            <p>{actor.name}</p>
            <p className="role">{actor.role}</p>
          </div>
          <form action="/signin/out" method="post">
            <Button type="submit" kind="plain">
              Sign out
            </Button>
          </form>
        </div>
      </div>
    </>
  )
}

function linksFor(actor: PersonActor, place: NavItem["place"]) {
  return NAV.filter((item) => item.place === place && mayDo(actor, item.act)).map(({ href, name }) => ({ href, name }))
}
