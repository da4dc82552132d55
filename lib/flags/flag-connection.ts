/** Which flag services Curtain can flip. `memory` is for tests: no input accepts it. */
export const CONNECTION_KINDS = ["builtin", "unleash", "memory"] as const
export type ConnectionKind = (typeof CONNECTION_KINDS)[number]

/** The connection that every portal has: its flags are ours and change in the curtain's own commit. */
export const BUILT_IN = "builtin"
