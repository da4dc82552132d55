import { type Colour, colourOf, contrastOf, hexOf } from "./colour.ts"

/** As six hexadecimal digits each, by the names of the portal's own colours. */
export type Shades = { velvet: string; strong: string; selection: string; onVelvet: string }
export type Palette = { light: Shades; dark: Shades }

/** The portal's grounds, the worst one for a text of each scheme first, and what is written on them. */
export const GROUNDS = {
  light: { worst: "f5f2ec", paper: "fcfaf6", ink: "211c17" },
  dark: { worst: "211c19", paper: "151210", ink: "e7e2da" },
}

/** WCAG AA asks for 4.5; the rest is for rounding. */
export const LEAST_CONTRAST = 4.55

/**
 * What an accent becomes so that it can be read wherever the portal writes in its own: darker on paper, lighter and calmer in the dark,
 * always of its hue.
 */
export function paletteOf(accent: string): Palette {
  const given = colourOf(accent)
  return { light: lightShadesOf(given), dark: darkShadesOf(given) }
}

function lightShadesOf(given: Colour): Shades {
  const velvet = readable({ ...given, lightness: Math.min(given.lightness, 0.62) }, GROUNDS.light.worst, -1)
  // Nothing is darker than black: pointed at, it becomes lighter.
  const isDark = velvet.lightness < 0.3
  const strong = readable({ ...velvet, lightness: velvet.lightness + (isDark ? 0.17 : -0.08) }, GROUNDS.light.worst, -1)
  const selection = readable({ ...given, lightness: 0.9, chroma: Math.min(given.chroma, 0.06) }, GROUNDS.light.ink, 1)
  return { velvet: hexOf(velvet), strong: hexOf(strong), selection: hexOf(selection), onVelvet: GROUNDS.light.paper }
}

function darkShadesOf(given: Colour): Shades {
  const calm = { ...given, lightness: Math.max(given.lightness, 0.75), chroma: Math.min(given.chroma, 0.17) }
  const velvet = readable(calm, GROUNDS.dark.worst, 1)
  const isLight = velvet.lightness > 0.9
  const strong = readable({ ...velvet, lightness: velvet.lightness + (isLight ? -0.1 : 0.08) }, GROUNDS.dark.worst, 1)
  const selection = readable({ ...given, lightness: 0.36, chroma: Math.min(given.chroma, 0.07) }, GROUNDS.dark.ink, -1)
  const onVelvet = { ...given, lightness: 0.2, chroma: Math.min(given.chroma, 0.03) }
  return { velvet: hexOf(velvet), strong: hexOf(strong), selection: hexOf(selection), onVelvet: hexOf(onVelvet) }
}

/** The nearest lightness at which it can be told from the ground, on the side that is asked for. */
function readable(colour: Colour, ground: string, side: 1 | -1): Colour {
  const fits = (lightness: number) => contrastOf(hexOf({ ...colour, lightness }), ground) >= LEAST_CONTRAST
  if (fits(colour.lightness)) return colour
  let [misses, meets] = [colour.lightness, side === 1 ? 1 : 0]
  for (let round = 0; round < 14; round++) {
    const middle = (misses + meets) / 2
    if (fits(middle)) meets = middle
    else misses = middle
  }
  return { ...colour, lightness: meets }
}
