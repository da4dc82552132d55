import { createHash } from "node:crypto"
import type { Picture } from "./picture.ts"

/** What headlines are set in. Both ship with the portal: no visitor's browser asks anybody else for a font. */
export const HEADING_FONTS = ["newsreader", "geist"] as const
export type HeadingFont = (typeof HEADING_FONTS)[number]

export type Logo = Picture & { hash: string }

/** How the site calls itself and looks to visitors. */
export type Brand = {
  name: string
  /** What the home page says below its title; null says what every changelog can say. */
  lead: string | null
  /** Six hexadecimal digits; null is the portal's own colour. */
  accent: string | null
  headingFont: HeadingFont
  logo: Logo | null
}

export const UNBRANDED: Brand = { name: "Changelog", lead: null, accent: null, headingFont: "newsreader", logo: null }

const LEAD = "Everything we have released, newest first."

export function leadOf({ lead }: Brand): string {
  return lead ?? LEAD
}

/** The same for brands whose share images are the same. The number belongs to how they are drawn, and grows with it. */
export function lookOf({ name, accent, headingFont, logo }: Brand): string {
  const parts = [1, name, accent, headingFont, logo?.hash ?? null]
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex")
}

const ENDINGS = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" }

/** Where a logo is for ever: the same address never shows another one. */
export function logoPathOf({ hash, type }: Pick<Logo, "hash" | "type">): string {
  return `/logo/${hash}.${ENDINGS[type]}`
}

/** A picture this wide is taken for the name itself, drawn: the name is not said twice beside it. */
const DRAWN_NAME = 2.2

export function isDrawnName({ width, height }: Picture): boolean {
  return width / height >= DRAWN_NAME
}

/** How large it is shown, to stand in a line of text; so wide that it stays within a phone. */
export function shownSizeOf({ width, height }: Picture, line: number): { width: number; height: number } {
  const scale = Math.min(line / height, (line * 6) / width)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
