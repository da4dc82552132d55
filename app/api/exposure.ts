import { z } from "zod"

/** Whom a flag serves its on-value to, as the interface tells it. */
export const exposure = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("off") }),
  z.object({ kind: z.literal("everyone") }),
  z.object({ kind: z.literal("percentage"), percent: z.number() }),
  z.object({ kind: z.literal("targeted"), summary: z.string() }),
  z.object({ kind: z.literal("blocked"), reason: z.string() }),
  z.object({ kind: z.literal("unknown"), reason: z.string() }),
])
