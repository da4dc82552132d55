import { file } from "./rule.ts"

/** What no folder of the row may import, and a part of the message that says what to do instead. */
const ROWS: Record<string, [specifier: string, message: string][]> = {
  "app/(public)/search/page.tsx": [
    ["#db/client.ts", "read through lib/site/"],
    ["../../../db/schema/launches.ts", "read through lib/site/"],
    ["drizzle-orm", "read through lib/site/"],
    ["#lib/releases/queries.ts", "read through lib/site/"],
    ["../../../lib/releases/queries.ts", "read through lib/site/"],
    ["#lib/mail/providers/smtp.ts", "lib/runtime.ts"],
    ["pg-boss", "enqueue-job.ts"],
  ],
  "app/workspace/releases/page.tsx": [
    ["drizzle-orm/pg-core", "Routes write no SQL"],
    ["#lib/mail/providers/smtp.ts", "lib/runtime.ts"],
    ["pg-boss", "enqueue-job.ts"],
  ],
  "components/ui/badge.tsx": [
    ["#lib/launch/launch.ts", "another product"],
    ["../../lib/launch/launch.ts", "another product"],
    ["#db/client.ts", "the page's loader reads"],
    ["next/headers", "pass what you need as props"],
  ],
  "components/release/card.tsx": [
    ["#db/schema/releases.ts", "the page's loader reads"],
    ["#lib/releases/queries.ts", "the page's loader reads"],
    ["#lib/flags/providers/memory.ts", "never in a component"],
    ["next/headers", "pass what you need as props"],
  ],
  "emails/release-announced.tsx": [["../lib/releases/queries.ts", "the page's loader reads"]],
  "lib/launch/begin-launch.ts": [
    ["../../app/runtime.ts", "does not know who calls it"],
    ["#components/ui/badge.tsx", "does not know who calls it"],
    ["next/cache", "runs in the worker too"],
    ["next-auth", "runs in the worker too"],
    ["react", "runs in the worker too"],
    ["#lib/flags/providers/unleash.ts", "depend on the port"],
    ["../flags/providers/unleash.ts", "depend on the port"],
    ["pg-boss", "Only lib/jobs/"],
    ["postgres", "db/client.ts"],
  ],
  "lib/flags/read-flag.ts": [["./providers/unleash.ts", "depend on the port"]],
  "lib/site/list-entries.ts": [
    ["#db/schema/documents.ts", "public-views.ts"],
    ["../../db/schema/documents.ts", "public-views.ts"],
    ["#db/client.ts", "takes a PublicDatabase"],
    ["../../db/transaction.ts", "takes a PublicDatabase"],
    ["../releases/queries.ts", "see unreleased rows"],
    ["#lib/releases/queries.ts", "see unreleased rows"],
    ["next/headers", "runs in the worker too"],
    ["../mail/providers/smtp.ts", "depend on the port"],
    ["pg-boss", "Only lib/jobs/"],
  ],
  "lib/jobs/run-job.ts": [
    ["#lib/launch/launch.ts", "knows no domain"],
    ["../launch/launch.ts", "knows no domain"],
    ["next/cache", "runs in the worker too"],
    ["#lib/mail/providers/smtp.ts", "depend on the port"],
  ],
  "lib/runtime.ts": [
    ["../app/runtime.ts", "does not know who calls it"],
    ["next/headers", "runs in the worker too"],
    ["pg-boss", "Only lib/jobs/"],
  ],
  "lib/delivery/render-email.ts": [
    ["next/headers", "runs in the worker too"],
    ["../mail/providers/smtp.ts", "depend on the port"],
  ],
  "lib/access/current-actor.ts": [["#components/ui/badge.tsx", "does not know who calls it"]],
  "db/schema/launches.ts": [
    ["../../lib/launch/queries.ts", "a pure <noun>.ts file"],
    ["#lib/launch/jobs.ts", "a pure <noun>.ts file"],
    ["#lib/runtime.ts", "a pure <noun>.ts file"],
    ["pg-boss", "db/ is the bottom"],
    ["react", "db/ is the bottom"],
  ],
}

/** One file per row, one import per line: each line must earn its own complaint. */
export const IMPORTS = Object.entries(ROWS).map(([path, row]) => ({
  source: file(path, row.map(([specifier], index) => `import { thing${index} } from "${specifier}"\n`).join("")),
  messages: row.map(([, message]) => message),
}))
