"use server"

import type { FormState } from "#components/ui/form-state.ts"
import { verifyChain } from "#lib/audit/verify-chain.ts"
import { acting } from "../acting.ts"
import { verdictOn } from "./verdict.ts"

export async function verify(): Promise<FormState> {
  return acting(async ({ deps, actor }) => verdictOn(await verifyChain(deps, actor)))
}
