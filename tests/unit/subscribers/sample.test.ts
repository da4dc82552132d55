import { expect, test } from "vitest"
import { sized } from "#components/subscriber/size-words.ts"
import { sizeOf } from "#lib/subscribers/sample.ts"

test("a size says how well it is known", () => {
  expect(sized(sizeOf(1, { share: 1 }), "person", "people")).toBe("1 person")
  expect(sized(sizeOf(1204, { share: 1 }), "person", "people")).toBe("1,204 people")
  expect(sized(sizeOf(8123, { share: 0.02 }), "person", "people")).toBe("about 410,000 people")
  expect(sized(sizeOf(3, { share: 0.02 }), "person", "people")).toBe("fewer than 1,300 people")
})
