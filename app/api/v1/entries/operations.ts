import { z } from "zod"
import { importEntries } from "#lib/releases/import-entries.ts"
import { importEntriesInput } from "#lib/releases/input.ts"
import { operation } from "../../operation.ts"

export const importEntriesOperation = operation({
  method: "post",
  path: "/api/v1/entries/import",
  act: "entry.import",
  summary: "Bring along entries that were published elsewhere",
  description:
    "Public at once, in one commit, under their old dates, and told to nobody: no mail, no feed, nothing unread in the widget. Entries that are new are released instead.",
  body: importEntriesInput,
  answers: {
    201: {
      description: "Where they are now, in the order they came",
      schema: z.object({
        release: z.uuid().meta({ description: "Keeps them together; it has no launch" }),
        siteRevision: z.int(),
        entries: z.array(z.object({ id: z.uuid(), slug: z.string() })),
      }),
    },
  },
  run: async ({ deps, actor, body }) => {
    const { releaseId, siteRevision, entries } = await importEntries(deps, actor, body)
    return { status: 201, body: { release: releaseId, siteRevision, entries } }
  },
})
