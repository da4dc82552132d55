const SCRIPT = /<script\b([^>]*)>[\s\S]*?<\/script>/gi
const SCRIPT_HINT = /<link\b(?=[^>]*\b(?:as="script"|rel="modulepreload"))[^>]*>/gi
const DATA = /\btype="application\/ld\+json"/i
const OUR_OWN = /\bsrc="\/(?!_next\/|\/)[^"]*"/i

/**
 * Takes the framework's scripts, its inline flight data and its preload hints out of a page: visitors read it without any.
 * React writes `<` of a text as `&lt;` and quotes attributes, so a tag found here is a tag.
 */
export function stripScripts(html: string): string {
  return html.replace(SCRIPT, (tag, attributes: string) => (mayStay(attributes) ? tag : "")).replace(SCRIPT_HINT, "")
}

function mayStay(attributes: string): boolean {
  return DATA.test(attributes) || OUR_OWN.test(attributes)
}
