import { readFile } from "node:fs/promises"
import { SHARE_IMAGE, type ShareImage, shareImageOf } from "./share-image.ts"

/**
 * The picture as PNG. Nothing is asked of anybody for it: fonts come from the packages here, and a library that would fetch missing
 * letters from elsewhere would tell a stranger of a title before its release.
 */
export async function drawShareImage(image: ShareImage): Promise<Buffer> {
  const { default: satori, Resvg, fonts } = await loaded()
  const svg = await satori(nodeFor<Parameters<typeof satori>[0]>(image), { ...SHARE_IMAGE, fonts })
  const drawing = new Resvg(svg, { font: { loadSystemFonts: false } })
  const rendered = drawing.render()
  try {
    return Buffer.from(rendered.asPng())
  } finally {
    rendered.free()
    drawing.free()
  }
}

/** Sound: satori reads type and props of an element, and nothing of React's own. */
function nodeFor<Element>(image: ShareImage): Element {
  return shareImageOf(image) as Element
}

let loading: ReturnType<typeof load> | null = null

/** The libraries take a tenth of a second to load: who never draws does not wait for them. */
function loaded(): ReturnType<typeof load> {
  loading ??= load()
  return loading
}

const PACKAGES = new URL("../../node_modules/", import.meta.url)

async function load() {
  const [{ default: satori }, { initWasm, Resvg }, wasm] = await Promise.all([
    import("satori"),
    import("@resvg/resvg-wasm"),
    readFile(new URL("@resvg/resvg-wasm/index_bg.wasm", PACKAGES)),
  ])
  await initWasm(wasm)
  return { default: satori, Resvg, fonts: await Promise.all(FONTS.map(({ file, ...font }) => fontIn(new URL(file, PACKAGES), font))) }
}

// Of a family in two files each letter is taken from the one that has it.
const FONTS = [
  { name: "Newsreader", file: "@fontsource/newsreader/files/newsreader-latin-500-normal.woff" },
  { name: "Newsreader", file: "@fontsource/newsreader/files/newsreader-latin-ext-500-normal.woff" },
  { name: "Geist", file: "geist/dist/fonts/geist-sans/Geist-Medium.ttf" },
]

async function fontIn(path: URL, { name }: { name: string }) {
  return { name, data: await readFile(path), weight: 500 as const, style: "normal" as const }
}
