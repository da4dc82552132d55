import type { Database, Transaction } from "#db/transaction.ts"
import type { Outbound } from "#lib/outbound/outbound.ts"

/** Where a process dies: at its n-th commit, or at its n-th call to another system, just before it or just after. Counted from 1. */
export type Seam = { at: "commit" | "call"; number: number; side: "before" | "after" }

type Reached = (seam: Seam) => void

/**
 * The same database, watched at the places that every step passes anyway: its commits. Nothing in the product knows of it.
 * `reached` is called at each one; a process under test kills itself there. Commits are numbered as this process makes
 * them, or as `numberOf` says, for a number that several processes share.
 */
export function withSeams(db: Database, reached: Reached, numberOf: (tx: Transaction) => Promise<number> = ownCount()): Database {
  const transaction: Database["transaction"] = async (run, config) => {
    const passed = { number: 0 }
    const result = await db.transaction(async (tx) => {
      const value = await run(tx)
      if (isNothing(value)) return value
      passed.number = await numberOf(tx)
      reached({ at: "commit", number: passed.number, side: "before" })
      return value
    }, config)
    if (passed.number > 0) reached({ at: "commit", number: passed.number, side: "after" })
    return result
  }
  return Object.assign(Object.create(db), { transaction }) as Database
}

/** Who looks for work and finds none writes nothing: how often that happens is chance, and no place to die at. */
function isNothing(value: unknown): boolean {
  return typeof value === "object" && value !== null && "is" in value && value.is === "nothing"
}

/** The same door to other systems, watched at every call: before it leaves, and when it has landed. */
export function callsWithSeams(outbound: Outbound, reached: Reached, nextNumber: () => Promise<number> = ownCount()): Outbound {
  return {
    send: async (request) => {
      const number = await nextNumber()
      reached({ at: "call", number, side: "before" })
      const answer = await outbound.send(request)
      reached({ at: "call", number, side: "after" })
      return answer
    },
  }
}

function ownCount(): () => Promise<number> {
  let count = 0
  return async () => ++count
}

export function parseSeam(text: string | undefined): Seam | null {
  const found = /^(before|after):(commit|call):(\d+)$/.exec(text ?? "")
  if (!found) return null
  return { side: found[1] === "before" ? "before" : "after", at: found[2] === "call" ? "call" : "commit", number: Number(found[3]) }
}

export function printSeam(seam: Seam): string {
  return `${seam.side}:${seam.at}:${seam.number}`
}
