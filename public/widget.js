// Curtain's bell, inside somebody else's page: what is new, and how much of it. The panel is fetched when it is first opened.
{
  // Jittered, so that a thousand pages opened by one mail do not ask in the same second.
  const pauseMs = () => 60_000 * (1 + Math.random() / 4)

  const CSS = (place) => `
    :host { all: initial; font: inherit; color-scheme: inherit; ${place} }
    * { box-sizing: border-box; margin: 0 }
    button { font: inherit; color: inherit; cursor: pointer; border: 0; background: none }
    [hidden][hidden] { display: none }
    .bell { position: relative; display: grid; place-items: center; inline-size: 44px; block-size: 44px; border-radius: 50%; color: light-dark(#221c17, #ece6dd); background: light-dark(#fdfbf7, #2a2521); border: 1px solid light-dark(#dfd8cd, #4a433d) }
    svg { inline-size: 20px; block-size: 20px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round }
    :focus-visible { outline: 2px solid light-dark(#9a2335, #eb9a97); outline-offset: 2px }
    .badge { position: absolute; inset-block-start: -2px; inset-inline-end: -2px; min-inline-size: 18px; block-size: 18px; padding-inline: 5px; border-radius: 9px; background: light-dark(#9a2335, #eb9a97); color: light-dark(#fff, #221c17); font-size: 11px; line-height: 18px; font-weight: 600; text-align: center; font-variant-numeric: tabular-nums }
    .quiet { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }`

  class Bell {
    version = 1
    #home
    #options
    #news = { revision: 0, unread: 0, items: [] }
    #seen = null
    #panel = null
    #isOpen = false
    #reader = {}
    #timer = 0
    #askedAtMs = 0
    #ending = new AbortController()
    #host = document.createElement("curtain-widget")
    #root = this.#host.attachShadow({ mode: "open" })
    #button = make("button", { className: "bell", type: "button", ariaHasPopup: "dialog" })
    #badge = make("span", { className: "badge", hidden: true })
    #live = make("span", { className: "quiet", role: "status" })

    constructor(script) {
      this.#home = new URL(script.src).origin
      const { position, target, label = "What’s new", first = "seen", reader, proof } = script.dataset
      if (reader && proof) this.#reader = { reader, proof }
      const side = position === "bottom-left" ? "inset-inline-start" : "inset-inline-end"
      this.#options = { home: this.#home, side, target, label, first, styled, close: () => this.close() }
      this.#seen = recall(this.#home)
      const corner = `position: fixed; z-index: 2147483000; inset-block-end: 20px; ${side}: 20px`
      this.#root.adoptedStyleSheets = [styled(CSS(target ? "position: relative; display: inline-block" : corner))]
      this.#button.append(drawing(), this.#badge)
      this.#root.append(this.#button, this.#live)
      this.#listen()
    }

    #listen() {
      const on = (where, event, act) => where.addEventListener(event, act, { signal: this.#ending.signal })
      on(this.#button, "click", () => (this.#isOpen ? this.close() : this.open()))
      on(this.#root, "keydown", (event) => event.key === "Escape" && this.close())
      on(document, "pointerdown", (event) => event.composedPath().includes(this.#host) || this.close())
      on(document, "visibilitychange", () => Date.now() - this.#askedAtMs > 60_000 && this.#ask())
      if (document.readyState === "loading") on(document, "DOMContentLoaded", () => this.#start())
    }

    /** Commands that the page gave before the script was there are carried out now. */
    begin(waiting) {
      window.curtain = this
      if (document.readyState !== "loading") this.#start()
      if (Array.isArray(waiting)) this.push(...waiting)
    }

    #start() {
      const { target } = this.#options
      const place = target ? document.querySelector(target) : document.body
      place?.append(this.#host)
      this.#draw()
      void this.#ask()
    }

    #draw() {
      const { label } = this.#options
      const unread = this.#isOpen ? 0 : this.#news.unread
      const said = unread === 0 ? label : `${label}, ${unread} unread`
      Object.assign(this.#badge, { hidden: unread === 0, textContent: unread > 9 ? "9+" : unread })
      Object.assign(this.#button, { ariaLabel: said, ariaExpanded: String(this.#isOpen) })
      this.#live.textContent = unread === 0 ? "" : said
    }

    async #ask() {
      clearTimeout(this.#timer)
      if (document.hidden) return
      this.#askedAtMs = Date.now()
      const { signal } = this.#ending
      const query = new URLSearchParams(this.#seen === null ? this.#reader : { seen: this.#seen, ...this.#reader })
      try {
        const answer = await fetch(`${this.#home}/api/widget/announcements${query.size ? `?${query}` : ""}`, {
          credentials: "omit",
          signal,
        })
        if (answer.ok) this.#learn(await answer.json())
      } catch {
        // Away or gone: the page around the bell works as before, and the next question may be answered.
      }
      if (!signal.aborted) this.#timer = setTimeout(() => this.#ask(), pauseMs())
    }

    #learn(told) {
      this.#news = told
      // On another of their devices, a reader may be further already.
      if (Number.isInteger(told.seen) && told.seen > (this.#seen ?? -1)) this.#know(told.seen)
      // Who comes for the first time has missed nothing, unless the page wants it so.
      if (this.#seen === null && this.#options.first !== "unread") this.#remember()
      if (this.#seen === told.revision) told.unread = 0
      if (this.#isOpen) this.#panel?.fill(told)
      if (this.#isOpen) this.#remember()
      this.#draw()
    }

    #remember() {
      const { revision } = this.#news
      if (revision === 0 || revision === this.#seen) return
      this.#know(revision)
      if (this.#reader.reader) void this.#tell({ revision, ...this.#reader })
    }

    #know(revision) {
      this.#seen = revision
      keep(this.#home, revision)
    }

    /** For their other devices. If it does not arrive, the next opening tells it. */
    async #tell(seen) {
      const sent = { method: "POST", headers: { "Content-Type": "application/json" }, credentials: "omit", keepalive: true }
      await fetch(`${this.#home}/api/widget/seen`, { ...sent, body: JSON.stringify(seen) }).catch(() => {})
    }

    async open() {
      if (this.#isOpen) return
      this.#isOpen = true
      this.#remember()
      this.#draw()
      this.#panel ??= (await import(`${this.#home}/widget-panel.js`).catch(() => null))?.panelIn(this.#root, this.#options)
      // Where a page lets the bell in and nothing else, the news are one click further.
      if (!this.#panel) window.open(`${this.#home}/`, "_blank", "noopener")
      else if (this.#isOpen) this.#panel.open(this.#news)
    }

    close() {
      if (!this.#isOpen) return
      this.#isOpen = false
      this.#news.unread = 0
      const hadFocus = this.#root.activeElement !== null
      this.#panel?.close()
      this.#draw()
      if (hadFocus) this.#button.focus()
    }

    destroy() {
      this.#ending.abort()
      clearTimeout(this.#timer)
      this.#host.remove()
      delete window.curtain
    }

    push(...commands) {
      for (const command of commands) if (["open", "close", "destroy"].includes(command)) this[command]()
    }
  }

  function make(name, properties) {
    return Object.assign(document.createElement(name), properties)
  }

  /** A page's policy may forbid styles in its markup; a sheet made by a script that it trusts is none of those. */
  function styled(css) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    return sheet
  }

  function drawing() {
    const [icon, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name))
    icon.setAttribute("viewBox", "0 0 24 24")
    icon.setAttribute("aria-hidden", "true")
    path.setAttribute("d", "M6 9a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7M10 20a2.2 2.2 0 0 0 4 0")
    icon.append(path)
    return icon
  }

  /** A browser may refuse storage, and throws for the mere question; then the page forgets with its tab. */
  function recall(home) {
    try {
      const text = localStorage.getItem(`curtain:${home}`)
      return text === null ? null : Number(text)
    } catch {
      return null
    }
  }

  function keep(home, revision) {
    try {
      localStorage.setItem(`curtain:${home}`, String(revision))
    } catch {}
  }

  const waiting = window.curtain
  const script = document.currentScript
  // Twice on one page is one bell.
  if (script && !waiting?.version) new Bell(script).begin(waiting)
}
