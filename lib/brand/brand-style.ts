import { createHash } from "node:crypto"
import { type Brand, HEADING_FONTS, type HeadingFont } from "./brand.ts"
import { paletteOf, type Shades } from "./palette.ts"

type Styled = Pick<Brand, "accent" | "headingFont">

/** Where the style of a brand is, named by what it says; null for the portal's own look, which needs none. */
export function stylePathOf(styled: Styled): string | null {
  if (styled.accent === null && styled.headingFont === "newsreader") return null
  return `/brand/${styled.accent ?? PORTALS_OWN}-${styled.headingFont}-${checkOf(styleOf(styled))}.css`
}

/** The style at such an address; null where the name is not that of what it would say. */
export function styleAt([accent = "", font = "", check = ""]: readonly string[]): string | null {
  if (!isHeadingFont(font)) return null
  const style = styleOf({ accent: accent === PORTALS_OWN ? null : accent, headingFont: font })
  return checkOf(style) === check ? style : null
}

const PORTALS_OWN = "own"

function isHeadingFont(text: string): text is HeadingFont {
  return HEADING_FONTS.some((font) => font === text)
}

/** It changes with every change of how shades are made, so that what is kept under one address never differs. */
function checkOf(style: string): string {
  return createHash("sha256").update(style).digest("hex").slice(0, 12)
}

/** Of more weight than the portal's own colours, those of the dark among them, whichever a browser reads first. */
function styleOf({ accent, headingFont }: Styled): string {
  const heading = headingFont === "geist" ? "html:root{--heading:var(--font-geist),system-ui,sans-serif}\n" : ""
  if (accent === null) return heading
  const { light, dark } = paletteOf(accent)
  return `${heading}${shadesIn(light)}\nbody{border-top:4px solid #${accent}}\n@media (prefers-color-scheme:dark){${shadesIn(dark)}}\n`
}

function shadesIn({ velvet, strong, selection, onVelvet }: Shades): string {
  return `html:root:root{--velvet:#${velvet};--velvet-strong:#${strong};--selection:#${selection};--on-velvet:#${onVelvet}}`
}
