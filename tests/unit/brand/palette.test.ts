import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { styleAt, stylePathOf } from "#lib/brand/brand-style.ts"
import { colourOf, contrastOf, hexOf } from "#lib/brand/colour.ts"
import { GROUNDS, paletteOf } from "#lib/brand/palette.ts"

const hex = fc.integer({ min: 0, max: 0xffffff }).map((number) => number.toString(16).padStart(6, "0"))
const ENOUGH = 4.5

describe("an accent becomes shades", () => {
  test("that can be read in light and dark, whatever colour was chosen", () => {
    fc.assert(
      fc.property(hex, (accent) => {
        const { light, dark } = paletteOf(accent)
        for (const [shades, { worst, paper, ink }] of [[light, GROUNDS.light] as const, [dark, GROUNDS.dark] as const]) {
          for (const text of [shades.velvet, shades.strong]) {
            expect(contrastOf(text, worst)).toBeGreaterThanOrEqual(ENOUGH)
            expect(contrastOf(text, paper)).toBeGreaterThanOrEqual(ENOUGH)
            expect(contrastOf(shades.onVelvet, text)).toBeGreaterThanOrEqual(ENOUGH)
          }
          expect(contrastOf(ink, shades.selection)).toBeGreaterThanOrEqual(ENOUGH)
        }
      }),
      { numRuns: 500 },
    )
  })

  test.each(["fff3b0", "000000", "ffffff", "39ff14", "0000ff", "ff0000"])("of %s that differ when they are pointed at", (accent) => {
    const { light, dark } = paletteOf(accent)
    expect(light.strong).not.toBe(light.velvet)
    expect(dark.strong).not.toBe(dark.velvet)
  })

  test("that stay what was chosen where it can be read already", () => {
    expect(paletteOf("9b1d29").light.velvet).toBe("9b1d29")
  })

  test("of its own hue", () => {
    const { light } = paletteOf("39ff14")
    expect(Math.abs(colourOf(light.velvet).hue - colourOf("39ff14").hue)).toBeLessThan(4)
  })
})

test("a colour is the same there and back", () => {
  fc.assert(
    fc.property(hex, (text) => {
      expect(hexOf(colourOf(text))).toBe(text)
    }),
  )
})

test("contrast is what WCAG says", () => {
  expect(contrastOf("000000", "ffffff")).toBeCloseTo(21, 5)
  expect(contrastOf("777777", "ffffff")).toBeCloseTo(4.478, 2)
})

describe("the style of a brand", () => {
  test("is none for the portal's own look", () => {
    expect(stylePathOf({ accent: null, headingFont: "newsreader" })).toBeNull()
  })

  test("is found by its name, and by no other", () => {
    const path = stylePathOf({ accent: "39ff14", headingFont: "geist" }) ?? ""
    const [, ...parts] = /^\/brand\/(\w+)-(\w+)-(\w+)\.css$/.exec(path) ?? []
    expect(styleAt(parts)).toContain("border-top:4px solid #39ff14")
    expect(styleAt(parts)).toContain("--heading:var(--font-geist)")
    expect(styleAt(["39ff14", "newsreader", parts[2] ?? ""])).toBeNull()
    expect(styleAt(["39ff14", "comic", parts[2] ?? ""])).toBeNull()
  })
})
