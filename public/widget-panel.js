// The panel of Curtain's bell. `panelIn` builds it in the bell's shadow root; nothing of the page around it is touched.

const ALLOWED = new Set(
  "A BLOCKQUOTE BR CODE DEL DIV EM H2 H3 H4 H5 H6 HR IMG INPUT LI OL P PRE SECTION STRONG SUP TABLE TBODY TD TH THEAD TR UL".split(" "),
)
// In a panel of this width a picture or a form field keeps only what says something.
const ATTRIBUTES = { A: ["href", "title"], IMG: ["src", "alt", "title"], INPUT: ["type", "checked"], OL: ["start"] }
const ADDRESS = /^(?:https?:|mailto:|data:image\/(?:png|jpeg|webp|avif)[;,])/i

const CSS = (side, target) => `
  .panel { position: absolute; inline-size: min(380px, calc(100vw - 40px)); max-block-size: min(560px, calc(100vh - 100px)); display: flex; flex-direction: column; border-radius: 12px; color: light-dark(#221c17, #ece6dd); background: light-dark(#fdfbf7, #2a2521); border: 1px solid light-dark(#dfd8cd, #4a433d); box-shadow: 0 12px 32px rgb(0 0 0 / .18); font-size: 15px; line-height: 1.5; ${target ? "inset-block-start: calc(100% + 8px)" : "inset-block-end: 56px"}; ${side}: 0 }
  .panel:focus { outline: none }
  .head, .foot { display: flex; align-items: center; justify-content: space-between; padding: 12px 16px }
  .head { border-block-end: 1px solid light-dark(#e6dfd4, #433c36) }
  .foot { border-block-start: 1px solid light-dark(#e6dfd4, #433c36); font-size: 13px }
  h2, h3, h4, h5, h6 { font-size: 15px; font-weight: 600 }
  .close { inline-size: 32px; block-size: 32px; margin: -6px -8px; border-radius: 6px; font-size: 20px; line-height: 1 }
  .list { overflow: auto; overscroll-behavior: contain; padding-inline: 16px }
  article { padding-block: 16px; overflow-wrap: anywhere }
  article + article { border-block-start: 1px solid light-dark(#e6dfd4, #433c36) }
  time, .new, .none { font-size: 13px; color: light-dark(#6b6259, #b3a99e) }
  .new { margin-inline-start: 8px; color: light-dark(#9a2335, #eb9a97); font-weight: 600 }
  .none { padding-block: 24px }
  a { color: inherit; text-underline-offset: 2px }
  h3 a { text-decoration: none }
  h3 a:hover { text-decoration: underline }
  .text { margin-block-start: 6px }
  .text > * + * { margin-block-start: 8px }
  .text :is(ul, ol) { padding-inline-start: 20px }
  code, pre { font-family: ui-monospace, monospace; font-size: 13px }
  pre { overflow: auto; padding: 8px 12px; border-radius: 6px; background: light-dark(#f3eee6, #37312c) }
  img { max-inline-size: 100%; block-size: auto; border-radius: 6px }
  table { display: block; overflow: auto; border-collapse: collapse; font-size: 13px }
  td, th { padding: 4px 8px 4px 0; text-align: start; vertical-align: top }
  @media (prefers-reduced-motion: no-preference) { .panel { animation: rise .16s ease-out } }
  @keyframes rise { from { opacity: 0; transform: translateY(6px) } }`

export function panelIn(root, { home, label, target, side, styled, close }) {
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styled(CSS(side, target))]
  const list = element("div", { className: "list", tabIndex: 0, role: "group", ariaLabel: label })
  const shut = element("button", { className: "close", type: "button", ariaLabel: "Close", onclick: close }, "×")
  const all = element("a", { href: `${home}/`, target: "_blank", rel: "noopener" }, "Everything that’s new")
  const panel = element("div", { className: "panel", hidden: true, role: "dialog", tabIndex: -1, ariaLabel: label })
  panel.append(element("div", { className: "head" }, element("h2", {}, label), shut), list, element("div", { className: "foot" }, all))
  root.append(panel)
  let drawn = ""

  function fill({ items, unread }) {
    const now = JSON.stringify(items)
    if (now === drawn) return
    drawn = now
    const parts = items.map((item, place) => shown(item, place < unread ? "new" : "read"))
    list.replaceChildren(...(parts.length > 0 ? parts : [element("p", { className: "none" }, "Nothing is new yet.")]))
  }

  return {
    fill,
    open(news) {
      drawn = ""
      fill(news)
      panel.hidden = false
      panel.focus()
    },
    close() {
      panel.hidden = true
    },
  }
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

function shown({ title, html, url, publishedAt }, state) {
  const name = url ? element("a", { href: url, target: "_blank", rel: "noopener" }, title) : title
  const day = new Date(publishedAt).toLocaleDateString(document.documentElement.lang || undefined, { dateStyle: "medium" })
  const parts = [element("h3", {}, name), element("time", { dateTime: publishedAt }, day)]
  if (state === "new") parts.push(element("span", { className: "new" }, "New"))
  return element("article", {}, ...parts, copied(read(html), element("div", { className: "text" })))
}

// A page that demands Trusted Types gets one with a policy of ours. What is read here neither runs nor loads anything.
const policy = globalThis.trustedTypes?.createPolicy("curtain-widget", { createHTML: (text) => text })

function read(html) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html").body
}

// Copied element by element: whatever an answer holds, only what is allowed here can come into the page.
function copied(from, into) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) into.append(node.data)
    else if (ALLOWED.has(node.tagName)) into.append(copied(node, copyOf(node)))
    else if (node.tagName === "SPAN") copied(node, into)
  }
  return into
}

function copyOf(node) {
  const copy = document.createElement(node.tagName)
  for (const name of ATTRIBUTES[node.tagName] ?? []) {
    const value = node.getAttribute(name)
    if (value !== null && (!/^(?:href|src)$/.test(name) || ADDRESS.test(value))) copy.setAttribute(name, value)
  }
  if (copy.tagName === "A") Object.assign(copy, { target: "_blank", rel: "noopener" })
  if (copy.tagName === "INPUT") copy.disabled = true
  // The page around may forbid pictures of ours: then there is none, instead of a broken one.
  if (copy.tagName === "IMG") copy.addEventListener("error", () => copy.remove())
  return copy
}
