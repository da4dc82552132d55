import { isIP } from "node:net"
import { objectionToAddress } from "./address-guard.ts"
import { type Destination, ruleOnUrl } from "./url-rules.ts"

/** All addresses of a name. Throws what node:dns throws. */
export type Resolve = (host: string) => Promise<string[]>

/** A destination with the addresses that were checked: a call connects to these and asks no resolver again. */
export type Route = Destination & { addresses: readonly string[] }

export type FoundRoute = { is: "found"; route: Route } | { is: "refused"; reason: string } | { is: "unreachable"; reason: string }

export type RouteRules = { allowPrivateHosts: readonly string[]; resolve: Resolve }

/** Resolves once and checks every answer: one private address among public ones is how a rebinding begins, so it refuses all. */
export async function findRoute(rules: RouteRules, address: string): Promise<FoundRoute> {
  const ruling = ruleOnUrl(address, rules.allowPrivateHosts)
  if (ruling.is === "refused") return ruling
  const { destination } = ruling
  const addresses = await addressesOf(rules.resolve, destination.host)
  if (addresses === null) return { is: "unreachable", reason: `${destination.host} cannot be found.` }
  const route = { ...destination, addresses }
  const objection = objectionToRoute(route)
  return objection === null ? { is: "found", route } : { is: "refused", reason: objection }
}

function objectionToRoute({ host, addresses, mayBePrivate }: Route): string | null {
  const strange = addresses.find((one) => isIP(one) === 0)
  if (strange !== undefined) return `${host} leads to something that is no address.`
  if (mayBePrivate) return null
  const found = addresses.map(objectionToAddress).find((objection) => objection !== null)
  if (found === undefined) return null
  return `${host} leads to ${found}. An operator can allow it in CURTAIN_ALLOW_PRIVATE_HOSTS.`
}

async function addressesOf(resolve: Resolve, host: string): Promise<string[] | null> {
  if (isIP(host) !== 0) return [host]
  try {
    const addresses = [...new Set(await resolve(host))]
    return addresses.length === 0 ? null : addresses
  } catch {
    return null
  }
}
