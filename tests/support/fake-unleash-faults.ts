/** What goes wrong with a request, instead of or beside what it asks for. */
export type Fault = {
  /** Which requests, as "POST /api/…/on". All of them where it is missing. */
  on?: RegExp
  /** How many of them; all until `clear` where it is missing. */
  times?: number
  does: Mischief
}

export type Mischief =
  /** Nothing is applied. */
  | { answers: number; headers?: Record<string, string>; body?: string }
  /** Applied, but the connection ends before a whole answer is there. */
  | { loses: "answer"; after?: "nothing" | "half of it" }
  /** The connection ends, and the effect comes later: after `afterMs`, or with `land()`. */
  | { applies: "late"; afterMs?: number }
  /** Applied at once, answered later: who is asleep meanwhile finds the answer when he wakes up. */
  | { delaysMs: number }
  /** Accepted and never answered; applied at once, or not at all. */
  | { hangs: "applied" | "not applied" }

export type Faults = {
  add(fault: Fault): void
  clear(): void
  /** Applies what was held back, oldest first. */
  land(): void
}

export class FaultList implements Faults {
  readonly #standing: Fault[] = []
  readonly #held: (() => void)[] = []

  add(fault: Fault): void {
    this.#standing.push({ ...fault })
  }

  clear(): void {
    this.#standing.length = 0
  }

  land(): void {
    for (const apply of this.#held.splice(0)) apply()
  }

  hold(apply: () => void, afterMs: number | undefined): void {
    if (afterMs === undefined) this.#held.push(apply)
    else setTimeout(apply, afterMs).unref()
  }

  /** The first fault that is for this request; one that has had its number of requests is gone. */
  take(request: string): Mischief | null {
    const at = this.#standing.findIndex(({ on }) => on === undefined || on.test(request))
    const fault = this.#standing[at]
    if (!fault) return null
    if (fault.times !== undefined && --fault.times <= 0) this.#standing.splice(at, 1)
    return fault.does
  }
}
