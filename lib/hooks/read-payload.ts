import { z } from "zod"
import type { Complaint } from "../kernel/errors.ts"
import type { HookReading } from "./hook-reading.ts"
import { hookNews } from "./input.ts"

/** Reads one kind of payload by its schema; what does not fit is told with the place in the payload. */
export function readPayload<Schema extends z.ZodType>(
  schema: Schema,
  { payload, event }: { payload: unknown; event: string },
  read: (fitting: z.output<Schema>) => HookReading,
): HookReading {
  const parsed = schema.safeParse(payload)
  if (parsed.success) return checked(read(parsed.data))
  return { is: "unreadable", event, repository: repositoryIn(payload), complaints: complaintsOf(parsed.error) }
}

/** The same limits as for what the interface takes: a name that is too long there is too long here. */
function checked(reading: HookReading): HookReading {
  if (reading.is !== "news") return reading
  const parsed = hookNews.safeParse(reading.news)
  const { event, repository } = reading
  return parsed.success ? reading : { is: "unreadable", event, repository, complaints: complaintsOf(parsed.error) }
}

const named = z.object({
  repository: z.object({ full_name: z.string() }).optional(),
  project: z.object({ path_with_namespace: z.string() }).optional(),
})

/** Whose it is, as far as that can be read at all. */
export function repositoryIn(payload: unknown): string | null {
  const parsed = named.safeParse(payload)
  const name = parsed.data?.repository?.full_name ?? parsed.data?.project?.path_with_namespace ?? ""
  return /^[^\s\p{Cc}]{1,200}$/u.test(name) && name.isWellFormed() ? name : null
}

/** Enough to mend a sender by. */
const MOST_COMPLAINTS = 20

function complaintsOf({ issues }: z.ZodError): Complaint[] {
  return issues.slice(0, MOST_COMPLAINTS).map(({ path, message }) => ({ path: path.map(String).join("."), message: inWords(message) }))
}

/** As the interface says it of its own fields. */
function inWords(message: string): string {
  if (message.endsWith("received undefined")) return "is required"
  return message.replace(/^Invalid input: expected (.*), received (.*)$/, "must be $1, not $2")
}
