/** A colour as people see it: lightness from 0 to 1, chroma, and hue in degrees (OKLCH). */
export type Colour = { lightness: number; chroma: number; hue: number }

type Three = [number, number, number]

/** Out of what a screen can show, a colour keeps its lightness and hue, and gives up chroma. */
export function hexOf(colour: Colour): string {
  let [none, all] = [0, colour.chroma]
  if (isShowable(linearOf(colour))) return written(linearOf(colour))
  for (let round = 0; round < 20; round++) {
    const chroma = (none + all) / 2
    if (isShowable(linearOf({ ...colour, chroma }))) none = chroma
    else all = chroma
  }
  return written(linearOf({ ...colour, chroma: none }))
}

/** Of six hexadecimal digits. */
export function colourOf(hex: string): Colour {
  const [red, green, blue] = linearIn(hex)
  const [long, middle, short] = [
    Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue),
    Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue),
    Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue),
  ]
  const a = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short
  const b = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short
  const lightness = 0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short
  const chroma = Math.hypot(a, b)
  // A grey has no hue; what rounding leaves of one is not to be made stronger.
  return chroma < 0.00001 ? { lightness, chroma: 0, hue: 0 } : { lightness, chroma, hue: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360 }
}

/** WCAG 2.2: from 1, the same, to 21, black on white. */
export function contrastOf(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminanceOf(hex: string): number {
  const [red, green, blue] = linearIn(hex)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function linearIn(hex: string): Three {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(0), channel(2), channel(4)]
}

function linearOf({ lightness, chroma, hue }: Colour): Three {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)]
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ]
}

/** Half a step of the 256 that a channel has. */
const SLACK = 0.0001

function isShowable(linear: Three): boolean {
  return linear.every((channel) => channel >= -SLACK && channel <= 1 + SLACK)
}

function written(linear: Three): string {
  const channels = linear.map((channel) => {
    const bounded = Math.min(1, Math.max(0, channel))
    const value = bounded <= 0.0031308 ? bounded * 12.92 : 1.055 * bounded ** (1 / 2.4) - 0.055
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0")
  })
  return channels.join("")
}
