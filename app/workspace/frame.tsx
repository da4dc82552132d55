import { Button } from "#components/ui/button.tsx"
import type { PersonActor } from "#lib/access/actor.ts"
import { mayDo } from "#lib/access/authorize.ts"
import { NAV, type NavItem, type SideLink } from "./nav.ts"
import { NavList } from "./nav-list.tsx"
import { PhoneMenu } from "./phone-menu.tsx"
import { FindButton } from "./shell/find-button.tsx"
import type { Theme } from "./shell/theme.ts"
import { ThemeChoice } from "./shell/theme-choice.tsx"

type Props = { actor: PersonActor; theme: Theme }

/** The side column, and on a phone the bar that opens into the same. */
export function Frame({ actor, theme }: Props) {
  return (
    <>
      <aside className="workspace-side" aria-label="Workspace">
        <p className="workspace-brand">Curtain</p>
        <Column actor={actor} theme={theme} where="Side" />
      </aside>
      <PhoneMenu>
        <Column actor={actor} theme={theme} where="Menu" />
      </PhoneMenu>
    </>
  )
}

function Column({ actor, theme, where }: Props & { where: "Side" | "Menu" }) {
  return (
    <>
      <FindButton />
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
        <ThemeChoice chosen={theme} />
      </div>
    </>
  )
}

/** What somebody may open, in the order of the column. */
export function linksFor(actor: PersonActor, place?: NavItem["place"]): SideLink[] {
  const items = NAV.filter((item) => (place === undefined || item.place === place) && mayDo(actor, item.act))
  return items.map(({ href, name, go }) => ({ href, name, ...(go === undefined ? {} : { go }) }))
}
