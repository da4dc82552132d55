import { Invalid } from "../kernel/errors.ts"
import type { GuardedOutbound } from "../outbound/outbound.ts"

export type CheckedAddresses = { outbound: Pick<GuardedOutbound, "objectionTo"> }

/** Told when it is entered, to whoever entered it. Every call checks again, since what a name leads to can change. */
export async function refuseUnsafeAddress({ outbound }: CheckedAddresses, baseUrl: string): Promise<void> {
  const objection = await outbound.objectionTo(baseUrl)
  if (objection !== null) throw new Invalid([{ path: "baseUrl", message: `cannot be called: ${objection}` }])
}
