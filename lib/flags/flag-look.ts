import type { FlagConnectionId } from "../kernel/ids.ts"
import type { Refused, Retry, Seen } from "./flag-provider.ts"

/** A flag in another system that has no row of ours yet. */
export type FlagAway = { connectionId: FlagConnectionId; key: string; environment: string }

/** What a flag service shows of a flag before we keep a row for it: no row is made for what is not there. */
export type FlagLook = { look(flag: FlagAway): Promise<Seen | Retry | Refused> }
