import { styleText } from "node:util"

/** Prints what happens as it happens, each line with the milliseconds since the curtain of the demo itself went up. */
export type Timeline = {
  chapter(title: string): void
  line(text: string): void
  detail(text: string): void
  elapsedMs(): number
}

export function openTimeline(print: (line: string) => void): Timeline {
  const began = performance.now()
  const elapsedMs = () => Math.round(performance.now() - began)
  const clock = () => styleText("dim", `${String(elapsedMs()).padStart(6)} ms`)
  return {
    chapter: (title) => print(`\n${" ".repeat(11)}${styleText("bold", title)}`),
    line: (text) => print(`${clock()}  ${text}`),
    detail: (text) => print(`${" ".repeat(11)}${styleText("dim", `  ${text}`)}`),
    elapsedMs,
  }
}
