import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { objectionToAddress } from "#lib/outbound/address-guard.ts"

describe("an address of the internet may be called", () => {
  test.each([
    "1.1.1.1",
    "8.8.8.8",
    "93.184.215.14",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:80b::200e",
    "2001:200::1",
    "2003::1",
    "3ffe::1",
  ])("%s", (address) => {
    expect(objectionToAddress(address)).toBeNull()
  })
})

describe("an address that is not somebody's public server may not", () => {
  test.each([
    ["0.0.0.0", "this very network"],
    ["0.255.255.255", "this very network"],
    ["10.0.0.1", "private"],
    ["10.255.255.255", "private"],
    ["100.64.0.0", "provider"],
    ["100.127.255.255", "provider"],
    ["127.0.0.1", "this machine"],
    ["127.255.255.254", "this machine"],
    ["168.63.129.16", "cloud"],
    ["169.254.169.254", "link-local"],
    ["172.16.0.0", "private"],
    ["172.31.255.255", "private"],
    ["192.0.0.192", "reserved"],
    ["192.0.2.1", "documentation"],
    ["192.88.99.1", "6to4"],
    ["192.168.1.1", "private"],
    ["198.18.0.1", "benchmarks"],
    ["198.19.255.255", "benchmarks"],
    ["198.51.100.7", "documentation"],
    ["203.0.113.7", "documentation"],
    ["224.0.0.1", "multicast"],
    ["239.255.255.255", "multicast"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "reserved"],
    ["::", "this very network"],
    ["::1", "this machine"],
    ["0:0:0:0:0:0:0:1", "this machine"],
    ["::7f00:1", "reserved"],
    ["::ffff:127.0.0.1", "clothes of IPv6"],
    ["::ffff:7f00:1", "clothes of IPv6"],
    ["::ffff:8.8.8.8", "clothes of IPv6"],
    ["::ffff:0:808:808", "reserved"],
    ["64:ff9b::7f00:1", "NAT64"],
    ["64:ff9b::8.8.8.8", "NAT64"],
    ["64:ff9b:1::a00:1", "NAT64"],
    ["100::1", "reserved"],
    ["2001::1", "Teredo"],
    ["2001:0:7f00:1::", "Teredo"],
    ["2001:2::1", "benchmarks"],
    ["2001:10::1", "protocols"],
    ["2001:20::1", "protocols"],
    ["2001:db8::1", "documentation"],
    ["2002:7f00:1::", "6to4"],
    ["2002:a9fe:a9fe::1", "6to4"],
    ["3fff::1", "documentation"],
    ["4000::1", "reserved"],
    ["5f00::1", "reserved"],
    ["fc00::1", "private"],
    ["fd00:ec2::254", "private"],
    ["fe80::1", "link-local"],
    ["febf::1", "link-local"],
    ["fec0::1", "reserved"],
    ["ff02::1", "multicast"],
    ["fe80::1%eth0", "no address"],
    ["2606:4700::1%1", "no address"],
    ["127.1", "no address"],
    ["0177.0.0.1", "no address"],
    ["0x7f000001", "no address"],
    ["2130706433", "no address"],
    ["8.8.8.8 ", "no address"],
    ["[::1]", "no address"],
    ["localhost", "no address"],
    ["", "no address"],
  ])("%s", (address, words) => {
    expect(objectionToAddress(address)).toContain(words)
  })
})

const byte = fc.integer({ min: 0, max: 255 })
const ipv4 = fc.tuple(byte, byte, byte, byte)

test("no IPv4 address becomes callable by being written as an IPv6 one", () => {
  fc.assert(
    fc.property(
      ipv4,
      fc.constantFrom("::", "::ffff:", "::ffff:0:", "64:ff9b::", "64:ff9b:1::", "2002:", "2001:0:"),
      ([a, b, c, d], prefix) => {
        const groups = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
        const address = prefix.startsWith("2") ? `${prefix}${groups}::` : `${prefix}${groups}`
        expect(objectionToAddress(address), address).not.toBeNull()
      },
    ),
  )
})

test("every private IPv4 address is refused, wherever in its network it lies", () => {
  const networks = fc.constantFrom(
    [10, 8],
    [127, 8],
    [(169 << 8) | 254, 16],
    [(192 << 8) | 168, 16],
    [(172 << 4) | 1, 12],
    [(100 << 2) | 1, 10],
  )
  fc.assert(
    fc.property(networks, fc.nat(0xffffff), ([prefix = 0, bits = 32], rest) => {
      const number = prefix * 2 ** (32 - bits) + (rest % 2 ** (32 - bits))
      const address = [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".")
      expect(objectionToAddress(address), address).not.toBeNull()
    }),
  )
})
