/** Ends a switch over a union: a case that was forgotten does not compile, and an impossible value shouts. */
export function unreachable(value: never): never {
  throw new Error(`impossible value: ${JSON.stringify(value)}`)
}
