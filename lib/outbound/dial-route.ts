import { connect, isIP, type LookupFunction, type Socket } from "node:net"
import { objectionToAddress } from "./address-guard.ts"
import type { Route } from "./find-route.ts"

/** A connection to one of a route's addresses, and to no other. */
export type Dial = (route: Route) => Socket

/** Node asks `lookup` for where to connect, and gets the addresses that were checked, each looked at once more. */
export function dialRoute(route: Route): Socket {
  if (route.addresses.some((address) => !mayDial(route, address)))
    throw new Error("a route with an address that was not checked was dialled")
  return connect({ host: route.host, port: route.port, lookup: pinnedTo(route), autoSelectFamily: true })
}

function mayDial({ mayBePrivate }: Route, address: string): boolean {
  return mayBePrivate || objectionToAddress(address) === null
}

function pinnedTo(route: Route): LookupFunction {
  const records = route.addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, callback) => {
    const [first] = records
    if (options.all) callback(null, records)
    else callback(null, first?.address ?? "", first?.family)
  }
}
