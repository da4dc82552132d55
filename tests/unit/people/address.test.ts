import { expect, test } from "vitest"
import { readAddress } from "#lib/people/address.ts"

test.each([
  ["ada@acme.example", "ada@acme.example"],
  ["  Ada@ACME.example ", "ada@acme.example"],
  ["ada+portal@acme.example", "ada+portal@acme.example"],
  ["o'hara@acme.example", "o'hara@acme.example"],
  // Compatibility forms are the letters they stand for, before anything is compared.
  ["ａｄａ@acme.example", "ada@acme.example"],
  ["ada＠acme.example", "ada@acme.example"],
  ["ada@bücher.example", "ada@xn--bcher-kva.example"],
])("%j is %j", (text, address) => {
  expect(readAddress(text)).toBe(address)
})

// Each of these made some program send a sign-in link to somebody else.
test.each([
  "",
  "ada",
  "@acme.example",
  "ada@",
  "ada@localhost",
  "ada@acme.example,eve@evil.example",
  "ada@acme.example;eve@evil.example",
  "ada@acme.example eve@evil.example",
  "ada@acme.example\r\nBcc: eve@evil.example",
  "ada@acme.example\neve@evil.example",
  "ada@acme.example\0",
  "ada@acme.example\u2028eve@evil.example",
  '"eve@evil.example"@acme.example',
  '"eve@evil.example,"@acme.example',
  '"ada"@acme.example',
  "eve@evil.example@acme.example",
  "eve@evil.example＠acme.example",
  "eve%evil.example@acme.example",
  "<ada@acme.example>",
  "Ada <ada@acme.example>",
  "ada@acme.example(eve@evil.example)",
  "ada(comment)@acme.example",
  "@evil.example:ada@acme.example",
  "ada@[127.0.0.1]",
  "ada@127.0.0.1",
  "ada@acme.example/..",
  "ada@acme.example#evil.example",
  "ada@acme.example?to=eve",
  "ada@evil.example\\@acme.example",
  "ada@%61cme.example",
  "ada@acme。example",
  ".ada@acme.example",
  "ada..lovelace@acme.example",
  "adа@acme.example",
  "ıda@acme.example",
  "ada\u200b@acme.example",
  "ada@acme.example\u202e",
  `${"a".repeat(65)}@acme.example`,
  `ada@${"a".repeat(250)}.example`,
])("%j is no address", (text) => {
  expect(readAddress(text)).toBeNull()
})
