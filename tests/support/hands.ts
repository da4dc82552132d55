import type { Locator, Page } from "playwright-core"

/** What a person does with a page, by what they see there: roles and names. */
export type Hands = {
  press(name: string | RegExp, within?: Locator): Promise<void>
  follow(name: string | RegExp, within?: Locator): Promise<void>
  tick(name: string | RegExp): Promise<void>
  write(label: string, text: string): Promise<void>
  choose(label: string, option: string): Promise<void>
}

export function mouseOn(page: Page): Hands {
  return {
    press: (name, within = page.locator(":root")) => within.getByRole("button", { name }).first().click(),
    follow: (name, within = page.locator(":root")) => within.getByRole("link", { name }).first().click(),
    tick: (name) => page.getByRole("checkbox", { name }).check(),
    write: (label, text) => page.getByLabel(label, { exact: true }).fill(text),
    choose: async (label, option) => {
      await page.getByLabel(label, { exact: true }).selectOption(option)
    },
  }
}

/** Tab, Enter, Space and what is typed, and nothing else; each thing that is reached has to show that it is. */
export function keyboardOn(page: Page): Hands {
  const { keyboard } = page
  const reach = (wanted: Locator) => tabTo(page, wanted)
  return {
    press: async (name, within = page.locator(":root")) => {
      await reach(within.getByRole("button", { name }))
      await keyboard.press("Enter")
    },
    follow: async (name, within = page.locator(":root")) => {
      await reach(within.getByRole("link", { name }))
      await keyboard.press("Enter")
    },
    tick: async (name) => {
      await reach(page.getByRole("checkbox", { name }))
      await keyboard.press("Space")
    },
    write: async (label, text) => {
      await reach(page.getByLabel(label, { exact: true }))
      await keyboard.press("ControlOrMeta+A")
      await keyboard.insertText(text)
    },
    choose: async (label, option) => {
      await reach(page.getByLabel(label, { exact: true }))
      await keyboard.type(option)
    },
  }
}

/** More stops than any page has. */
const MOST_STOPS = 150

/** From where the focus is, forward, as often as it takes; what is there already is not left. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.first().waitFor()
  const isThere = async () => (await page.locator(":focus").and(wanted).count()) > 0
  for (let stops = 0; !(await isThere()); stops++) {
    if (stops === MOST_STOPS) throw new Error(`Tab does not lead to ${wanted}`)
    await page.keyboard.press("Tab")
  }
  const hidden = await page.locator(":focus").evaluate(whatHidesFocus)
  if (hidden !== null) throw new Error(`${wanted} has the focus, and nobody sees it: ${hidden}`)
}

/** Runs in the page: why a person would not see where the focus is, or null. */
function whatHidesFocus(element: Element): string | null {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
  const hasRing = (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none"
  const { left, top, width, height } = element.getBoundingClientRect()
  const seen = document.elementFromPoint(left + width / 2, top + Math.min(height, 40) / 2)
  if (!hasRing) return "no ring around it"
  if (seen === null) return "outside the window"
  const isSeen = element.contains(seen) || seen.contains(element) || seen.closest("label")?.contains(element)
  return isSeen ? null : `behind ${seen.tagName} ${seen.className}`
}
