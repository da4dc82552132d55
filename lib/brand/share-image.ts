import { type Brand, isDrawnName, shownSizeOf } from "./brand.ts"
import { GROUNDS, paletteOf } from "./palette.ts"

export const SHARE_IMAGE = { width: 1200, height: 630 }

export type ShareImage = {
  title: string
  /** What stands below the headline: the day of a release, or which part of the site it is. */
  note: string
  brand: Brand
  /** The logo as a data address; null where there is none, or one that cannot be drawn. */
  logo: string | null
}

/** A node of what is drawn: a box, a picture, or words. */
export type Node = { type: "div" | "img"; props: { style: Record<string, string | number>; src?: string; children?: Node[] | string } }

// Letters of the European languages that are written in Latin, and the signs between them: what the fonts have.
const DRAWABLE =
  /^[\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u1e9e\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2190-\u2193\u2212]*$/u
const EMOJI = /[\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]|\u200d|\ufe0e|\ufe0f/gu

/** The words as they can be drawn, without emoji; null where the fonts that ship have no letters for them. */
export function drawable(text: string): string | null {
  // The signs that are letters of a text as well: digits belong to emoji by Unicode's word.
  const plain = text
    .replace(EMOJI, (sign) => (DRAWABLE.test(sign) ? sign : ""))
    .replace(/\s+/g, " ")
    .trim()
  return plain !== "" && DRAWABLE.test(plain) ? plain : null
}

const [PAPER, INK, QUIET] = [`#${GROUNDS.light.paper}`, `#${GROUNDS.light.ink}`, "#5f564f"]
const PORTALS_OWN = "9b1d29"

/** Set like the page it leads to: whose it is, the headline, and its day. */
export function shareImageOf({ title, note, brand, logo }: ShareImage): Node {
  const serif = brand.headingFont === "newsreader"
  const heading = { fontFamily: serif ? "Newsreader" : "Geist", fontWeight: 500, letterSpacing: serif ? "-0.018em" : "-0.03em" }
  const accent = brand.accent ?? PORTALS_OWN
  const mark = { color: `#${paletteOf(accent).light.velvet}` }
  return box({ width: 1200, height: 630, flexDirection: "column", background: PAPER, color: INK, borderTop: `20px solid #${accent}` }, [
    box({ flexDirection: "column", flexGrow: 1, justifyContent: "space-between", padding: "64px 80px 68px" }, [
      box({ alignItems: "center", fontSize: 36, ...heading }, wordmarkOf(brand, logo)),
      box({ fontSize: sizeOf(title), lineHeight: 1.12, maxHeight: 360, overflow: "hidden", ...heading }, title),
      box({ fontFamily: "Geist", fontSize: 30, color: QUIET, alignItems: "center" }, [
        box({ width: 36, height: 4, marginRight: 20, background: mark.color }, []),
        box({}, note),
      ]),
    ]),
  ])
}

function wordmarkOf(brand: Brand, src: string | null): Node[] {
  const name = box({}, drawable(brand.name) ?? "")
  if (brand.logo === null || src === null) return [name]
  const picture: Node = { type: "img", props: { style: { ...shownSizeOf(brand.logo, 64), marginRight: 20 }, src } }
  return isDrawnName(brand.logo) ? [picture] : [picture, name]
}

/** Long headlines are smaller, so that they stay whole: 200 letters are the most there can be. */
function sizeOf({ length }: string): number {
  if (length <= 48) return 84
  if (length <= 80) return 68
  return length <= 130 ? 54 : 44
}

function box(style: Record<string, string | number>, children: Node[] | string): Node {
  return { type: "div", props: { style: { display: "flex", ...style }, children } }
}
