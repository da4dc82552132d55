import type { Actor } from "../access/actor.ts"

/** Who a delivery speaks for when it is processed: the code host that signed it, or the token that it came with. */
export type HookSender = Extract<Actor, { kind: "system" | "token" | "bootstrap" }>
