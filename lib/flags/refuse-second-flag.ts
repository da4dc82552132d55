import type { Queryable } from "#db/transaction.ts"
import { Conflict } from "../kernel/errors.ts"
import { type FlagPlace, findFlagAt } from "./queries.ts"

/** A flag has one row: whoever asks for another one learns which it is. */
export async function refuseSecondFlag(db: Queryable, place: FlagPlace): Promise<never> {
  const standing = await findFlagAt(db, place)
  throw new Conflict("flag_exists", `The flag "${place.key}" is there in "${place.environment}" already: its id is ${standing}.`)
}
