import type { BrowserContext, Page } from "playwright-core"

/**
 * What only an attack brings about, and what a policy reports: a dialog, a request to somebody else, a violation, an error. Whatever a
 * page of the context does, it is in the list.
 */
export async function watchFor(context: BrowserContext, ours: readonly string[]): Promise<string[]> {
  const suspicions: string[] = []
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
      console.error(`policy: ${effectiveDirective} ${blockedURI} ${sample}`)
    })
  })
  context.on("page", (page) => watchPage(page, ours, suspicions))
  return suspicions
}

// That something is missing is what the browser is right to say, and that a frame of ours takes no script: the first it refuses is the
// one that watches. Whether there is another, the look into the frame tells.
const RIGHTLY_SAID = /status of 40[34]|^Blocked script execution in .* frame is sandboxed/

function watchPage(page: Page, ours: readonly string[], suspicions: string[]): void {
  const note = (what: string) => suspicions.push(`${what} on ${new URL(page.url(), "about:blank").pathname}`)
  page.on("dialog", (dialog) => {
    note(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on("request", (request) => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && !ours.includes(url.origin)) note(`request to ${request.url()}`)
  })
  page.on("console", (message) => {
    if (message.type() === "error" && !RIGHTLY_SAID.test(message.text())) note(message.text())
  })
  page.on("pageerror", (error) => note(error.message))
}

/** Elements and attributes in a page, its frames and its shadow trees that would run something, or lead to what does. */
export async function dangersIn(page: Page): Promise<string[]> {
  const found = await Promise.all(page.frames().map((frame) => frame.evaluate<string[]>(LOOK)))
  return found.flat()
}

// React gives this to the forms that it handles itself.
const LOOK = `(() => {
  const dangers = []
  const ACTS = /^(?:href|src|action|formaction|data|poster|xlink:href|srcset|ping|background)$/
  const RUNS = /^(?:javascript:(?!throw new Error\\('(?:A React form|React form))|vbscript:|data:text|data:image.svg|file:|blob:)/i
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (/^(?:base|object|embed|applet|frame|math|marquee)$/i.test(element.tagName)) dangers.push(element.outerHTML)
      if (element.matches("meta[http-equiv=refresh], svg script, svg style, noscript *")) dangers.push(element.outerHTML)
      if (element.matches("script:not([type='application/ld+json'], [nonce], [src^='/'], [src^='http://localhost:'])")) dangers.push(element.outerHTML)
      for (const { name, value } of element.attributes) {
        const pressed = value.replace(/[\\u0000-\\u0020]/g, "")
        if (/^on/i.test(name) || (ACTS.test(name) && RUNS.test(pressed))) dangers.push(element.outerHTML.slice(0, 300))
      }
      if (element.matches("script[type='application/ld+json']")) JSON.parse(element.textContent)
      if (element.shadowRoot) look(element.shadowRoot)
    }
  }
  look(document)
  return dangers
})()`
