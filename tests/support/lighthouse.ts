import lighthouse, { type Flags } from "lighthouse"
import { afterAll } from "vitest"
import { launchBrowser } from "#tests/support/browser.ts"
import { freePort } from "#tests/support/free-port.ts"

export const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const
export type Judgement = { scores: Record<string, number>; faults: string[] }

/** `without`: addresses, with stars, of what is not to be loaded. */
type Asked = { categories: readonly string[]; without?: readonly string[] }

/** A slow phone on a slow network, computed from what was loaded, so that a machine with other things to do judges like a quiet one. */
const AS_A_PHONE: Flags = { formFactor: "mobile", throttlingMethod: "simulate", output: "json", logLevel: "silent" }

/** Opens pages in a browser of its own until the file's last test is over, and gives what Lighthouse makes of them, out of 100. */
export async function aLighthouse(): Promise<(url: string, asked: Asked) => Promise<Judgement>> {
  const port = await freePort()
  const browser = await launchBrowser([`--remote-debugging-port=${port}`])
  afterAll(() => browser.close())
  return async (url, { categories: wanted, without = [] }) => {
    const result = await lighthouse(url, { ...AS_A_PHONE, port, onlyCategories: [...wanted], blockedUrlPatterns: [...without] })
    if (!result || result.lhr.runtimeError) throw new Error(`Lighthouse cannot judge ${url}: ${result?.lhr.runtimeError?.message}`)
    const { categories, audits } = result.lhr
    const scores = Object.values(categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)])
    const faults = Object.values(audits).filter(({ score, scoreDisplayMode }) => score === 0 && scoreDisplayMode === "binary")
    return { scores: Object.fromEntries(scores), faults: faults.map(({ id, explanation, title }) => `${id}: ${explanation ?? title}`) }
  }
}
