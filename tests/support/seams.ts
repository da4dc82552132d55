import type { Database, Transaction } from "#db/transaction.ts"

/** Where a process dies: just before its n-th commit, or just after it. Counted from 1. */
export type Seam = { commit: number; side: "before" | "after" }

/**
 * The same database, watched at the places that every step passes anyway: its commits. Nothing in the product knows of it.
 * `reached` is called at each one; a process under test kills itself there. Commits are numbered as this process makes
 * them, or as `numberOf` says, for a number that several processes share.
 */
export function withSeams(
  db: Database,
  reached: (seam: Seam) => void,
  numberOf: (tx: Transaction) => Promise<number> = ownCount(),
): Database {
  const transaction: Database["transaction"] = async (run, config) => {
    const passed = { commit: 0 }
    const result = await db.transaction(async (tx) => {
      const value = await run(tx)
      passed.commit = await numberOf(tx)
      reached({ commit: passed.commit, side: "before" })
      return value
    }, config)
    reached({ commit: passed.commit, side: "after" })
    return result
  }
  return Object.assign(Object.create(db), { transaction }) as Database
}

function ownCount(): () => Promise<number> {
  let count = 0
  return async () => ++count
}

export function parseSeam(text: string | undefined): Seam | null {
  const found = /^(before|after):(\d+)$/.exec(text ?? "")
  if (!found) return null
  return { side: found[1] === "before" ? "before" : "after", commit: Number(found[2]) }
}

export function printSeam(seam: Seam): string {
  return `${seam.side}:${seam.commit}`
}
