export type ResendMischief =
  /** Nothing is accepted. */
  | { answers: number; name?: string; headers?: Record<string, string> }
  /** The connection ends without an answer: nothing was accepted, or everything was. */
  | { drops: "before accepting" | "after accepting" }
  /** Accepted at once, answered later: the same key is refused meanwhile, as one that is still running. */
  | { slowMs: number }

/** What goes wrong with a call, for `times` calls or until `clear`. */
export type ResendFault = { on?: RegExp; times?: number; does: ResendMischief }

export type RateLimit = { calls: number; left: number }

export class ResendFaults {
  readonly #standing: ResendFault[] = []
  limit: RateLimit | null = null
  #windowEndsAt = 0

  add(fault: ResendFault): void {
    this.#standing.push({ ...fault })
  }

  clear(): void {
    this.#standing.length = 0
    this.limit = null
  }

  /** Refuses what comes beyond so many calls in each second, as the real one does. */
  limitTo(callsPerSecond: number): void {
    this.limit = { calls: callsPerSecond, left: callsPerSecond }
  }

  isOverLimit(): boolean {
    const { limit } = this
    if (limit === null) return false
    if (performance.now() >= this.#windowEndsAt) {
      limit.left = limit.calls
      this.#windowEndsAt = performance.now() + 1000
    }
    limit.left -= 1
    return limit.left < 0
  }

  take(path: string): ResendMischief | null {
    const at = this.#standing.findIndex(({ on }) => on === undefined || on.test(path))
    const fault = this.#standing[at]
    if (!fault) return null
    if (fault.times !== undefined && --fault.times <= 0) this.#standing.splice(at, 1)
    return fault.does
  }
}
