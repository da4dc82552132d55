/** Milliseconds that only ever grow, whatever happens to the wall clock; good for measuring how long something took, and nothing else. */
export function monotonicMs(): number {
  return performance.now()
}
