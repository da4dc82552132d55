import { describe, expect, test } from "vitest"
import { parseAddress } from "#lib/kernel/mail-address.ts"

describe("an address", () => {
  test.each([
    ["Ada@Acme.Example", "ada@acme.example"],
    ["  ada+news@acme.example ", "ada+news@acme.example"],
    ["a.d.a@acme.example", "a.d.a@acme.example"],
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
    ["ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example"],
    ["o'neil@acme.example", "o'neil@acme.example"],
  ])("%j is known as %j", (email, address) => expect(parseAddress(email)).toEqual({ email: email.trim(), address }))

  test.each([
    ...["", "ada", "@acme.example", "ada@", "ada@acme", "ada@acme.", "ada@-acme.example", "a da@acme.example", "ada@ac me.example"],
    ...["ada@@acme.example", ".ada@acme.example", "ada.@acme.example", "a..da@acme.example", "ada@acme.example\nBcc: eve@acme.example"],
    ...[
      "ada@acme.example,eve@acme.example",
      "Ada <ada@acme.example>",
      '"ada"@acme.example',
      "ada@[127.0.0.1]",
      "ada@127.0.0.1",
      "ада@acme.example",
    ],
    ...[
      "ada@acme.example?x",
      "ada@acme.example#x",
      "ada@acme.example/x",
      "ada@acme.example:25",
      "ada@acme%2Eexample",
      "ada@eve.example\\@acme",
    ],
    ...[`${"a".repeat(65)}@acme.example`, `ada@${"a".repeat(64)}.example`, `ada@${"a.".repeat(125)}example`, "ada\0@acme.example"],
  ])("%j is none", (text) => expect(parseAddress(text)).toBeNull())
})
