import Link from "next/link"
import { counted } from "#components/release/count.ts"
import { Empty } from "#components/ui/empty.tsx"
import { Mark } from "#components/ui/mark.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { openPage } from "../../open-page.ts"
import { FlagTabs } from "../flag-tabs.tsx"
import { ConnectionCard } from "./connection-card.tsx"
import { ConnectButton } from "./connection-forms.tsx"
import { loadConnections } from "./load-connections.ts"
import "./connections.css"

export const metadata = { title: "Flag connections" }

export default async function ConnectionsPage() {
  const { deps, actor } = await openPage("/workspace/flags/connections", "connection.read")
  const { builtIn, seen } = await loadConnections(deps)
  const mayManage = mayDo(actor, "connection.manage")
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <>
      <PageHead title="Flags" next={mayManage ? <ConnectButton /> : undefined}>
        The services whose flags a launch may move. Each flag is read back before anything becomes public.
      </PageHead>
      <FlagTabs here="/workspace/flags/connections" />
      <div className="connections">
        <section className="panel connection" aria-labelledby="builtin">
          <header>
            <h2 id="builtin">Built-in flags</h2>
            <Mark sign="dot" tone="live">
              always there
            </Mark>
          </header>
          <p className="quiet">
            Kept by this portal, and moved in the very commit that makes a release public. They need no connection.{" "}
            <Link className="work-link" href="/workspace/flags?connection=builtin" prefetch={false}>
              {counted(builtIn, "flag", "flags")}
            </Link>
          </p>
        </section>
        {seen.map((one) => (
          <ConnectionCard key={one.connection.id} seen={one} mayManage={mayManage} nowMs={nowMs} />
        ))}
      </div>
      {seen.length > 0 ? null : (
        <Empty title="No other service is connected">
          Flags of Unleash can be part of a release too: the launch turns them on, reads them back, and puts them back if anything goes
          wrong.
          {mayManage ? " Connect it with an address and a token." : " An owner or an engineer connects it here."}
        </Empty>
      )}
    </>
  )
}
