import type { Actor } from "#lib/access/actor.ts"
import { mayDo } from "#lib/access/authorize.ts"
import { findBeginning } from "#lib/audit/queries.ts"
import type { Runtime } from "#lib/runtime.ts"

/** For whoever could begin a portal of their own instead: that all this is made up, and how it goes away. */
export async function StoryNotice({ deps, actor }: { deps: Pick<Runtime, "db">; actor: Actor }) {
  if (!mayDo(actor, "access.manage") || (await findBeginning(deps.db)) !== "story.told") return null
  return (
    <p className="story-notice">
      This portal began with a story: Acme, its people and its 40 readers are made up, and no mail leaves. Try everything. For a portal of
      your own, stop it and run <code>npm run empty</code>, which takes away the story and all that was done since.
    </p>
  )
}
