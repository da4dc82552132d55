import { z } from "zod"

export const problemSchema = z.object({
  title: z.string(),
  status: z.int(),
  code: z.string().meta({ description: "What programs read: it never changes" }),
  detail: z.string().meta({ description: "For people" }),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .meta({ description: "Everything that is wrong with the input, `path` like `commits.0.sha`" }),
  requestId: z.string().meta({ description: "Under this id the portal's log tells more" }),
})

export const problem = problemSchema.meta({ id: "Problem" })
