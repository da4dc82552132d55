import { expect, test } from "vitest"
import { clientAddress } from "../../../app/front/client-address.ts"

test.each([
  [0, undefined, "10.0.0.9"],
  [0, "1.2.3.4", "10.0.0.9"],
  [1, "1.2.3.4", "1.2.3.4"],
  [1, "6.6.6.6, 1.2.3.4", "1.2.3.4"],
  [2, "6.6.6.6, 1.2.3.4, 10.0.0.8", "1.2.3.4"],
  [1, undefined, "10.0.0.9"],
  [2, "1.2.3.4", "10.0.0.9"],
  [1, " , 2001:db8::1", "2001:db8::1"],
])("behind %s proxies that say %j, %s asks", (hops, told, address) => {
  const request = { headers: told === undefined ? {} : { "x-forwarded-for": told }, socket: { remoteAddress: "10.0.0.9" } }
  expect(clientAddress(request, hops)).toBe(address)
})
