import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { shownSizeOf } from "#lib/brand/brand.ts"
import { editBrandInput } from "#lib/brand/input.ts"
import { pictureIn } from "#lib/brand/picture.ts"
import { A_JPEG, A_PNG, A_WEBP } from "#tests/support/pictures.ts"

describe("a picture is known by its bytes", () => {
  test.each([
    ["PNG", A_PNG, { type: "image/png", width: 3, height: 2 }],
    ["JPEG", A_JPEG, { type: "image/jpeg", width: 1, height: 1 }],
    ["WebP", A_WEBP, { type: "image/webp", width: 1, height: 1 }],
  ])("a %s, with its size", (_, bytes, picture) => {
    expect(pictureIn(bytes)).toEqual(picture)
  })

  test("and nothing else is one, whatever it begins with", () => {
    const beginning = fc.constantFrom(
      A_PNG.subarray(0, 20),
      A_JPEG.subarray(0, 4),
      A_WEBP.subarray(0, 16),
      Buffer.from("<svg"),
      Buffer.alloc(0),
    )
    fc.assert(
      fc.property(beginning, fc.uint8Array({ maxLength: 64 }), (start, rest) => {
        const found = pictureIn(Buffer.concat([start, rest]))
        if (found !== null) expect(found.width * found.height).toBeGreaterThan(0)
      }),
    )
    expect(pictureIn(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'))).toBeNull()
  })
})

describe("what a brand may be", () => {
  const complaintsAbout = (input: unknown) => {
    const parsed = editBrandInput.safeParse(input)
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`)
  }

  test("everything at once, each with what is wrong", () => {
    const svg = Buffer.from("<svg/>").toString("base64")
    const said = complaintsAbout({ name: " ", accent: "red", headingFont: "comic", logo: svg, lead: "two\nlines" })
    expect(said.map((line) => line.split(" ")[0])).toEqual(["name", "lead", "accent", "headingFont", "logo"])
    expect(said.at(-1)).toContain("PNG, JPEG or WebP")
  })

  test("a picture that is larger than it may be is refused before it is looked at", () => {
    const large = Buffer.concat([A_PNG, Buffer.alloc(512 * 1024)]).toString("base64")
    expect(complaintsAbout({ logo: large })).toEqual(["logo must have 512 KB at most"])
  })

  test("one that says it has a million pixels a side as well", () => {
    const wide = Buffer.from(A_PNG)
    wide.writeUInt32BE(1_000_000, 16)
    expect(complaintsAbout({ logo: wide.toString("base64") })).toEqual([
      "logo must be 4096 pixels wide and high at most, and is 1000000 × 2",
    ])
  })

  test("a colour in either spelling is kept in one", () => {
    expect(editBrandInput.parse({ accent: "#9B1D29" }).accent).toBe("9b1d29")
    expect(editBrandInput.parse({ lead: "  " }).lead).toBeNull()
  })
})

test.each([
  [
    { width: 400, height: 100 },
    { width: 128, height: 32 },
  ],
  [
    { width: 4000, height: 20 },
    { width: 192, height: 1 },
  ],
])("%o is shown within a line", (picture, shown) => {
  expect(shownSizeOf({ type: "image/png", ...picture }, 32)).toEqual(shown)
})
