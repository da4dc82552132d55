import type { Actor } from "../access/actor.ts"

/** Whoever holds a link of a mail, or types an address into the public form: nobody signs in for that. */
export const VISITOR: Actor = { kind: "system", name: "visitor" }
