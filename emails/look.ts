import type { CSSProperties } from "react"

/** The portal's colours in a form that every mail program reads. Dark ones apply where the program can tell, by class. */
const LIGHT = { paper: "#fcfaf6", raised: "#f5f2ec", ink: "#211c17", quiet: "#5f564f", hairline: "#ddd8d1", velvet: "#9b1d29" }
const DARK = { paper: "#151210", raised: "#211c19", ink: "#e7e2da", quiet: "#a8a299", hairline: "#38332f", velvet: "#f0928a" }

const SANS = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const SERIF = "Georgia,'Times New Roman',serif"
const MONO = "Menlo,Consolas,'Courier New',monospace"

/** What links and buttons are coloured in, as `#rrggbb`: on the light paper, and links in the dark. */
export type MailAccent = { light: string; dark: string }
export const PORTALS_ACCENT: MailAccent = { light: LIGHT.velvet, dark: DARK.velvet }

export function buttonOf({ light }: MailAccent): CSSProperties {
  return { ...LOOK.button, backgroundColor: light, border: `1px solid ${light}` }
}

/** A picture that stands for the sender, as mail programs fetch it. */
export type MailLogo = { url: string; width: number; height: number }

export const WIDTH = 600

// Every element says little: what it does not say it inherits, and a long text stays below what Gmail shows.
export const LOOK = {
  page: { backgroundColor: LIGHT.paper, color: LIGHT.ink, fontFamily: SANS, fontSize: 17, lineHeight: "28px", margin: 0 },
  column: { maxWidth: WIDTH, padding: "32px 20px 40px", width: "100%" },
  sender: { color: LIGHT.quiet, fontSize: 14, lineHeight: "20px", margin: "0 0 28px", textDecoration: "none" },
  title: { fontFamily: SERIF, fontSize: 32, fontWeight: 400, lineHeight: "40px", margin: "0 0 24px" },
  greeting: { fontSize: 17, lineHeight: "28px", margin: "0 0 16px" },
  paragraph: { margin: "0 0 16px" },
  heading: { fontFamily: SERIF, fontSize: 22, fontWeight: 400, lineHeight: "30px", margin: "32px 0 12px" },
  subheading: { fontSize: 17, fontWeight: 600, lineHeight: "28px", margin: "24px 0 8px" },
  list: { margin: "0 0 16px" },
  item: { margin: "0 0 6px" },
  link: { color: LIGHT.velvet, textDecoration: "underline" },
  quote: { color: LIGHT.quiet, margin: "0 0 16px" },
  code: { backgroundColor: LIGHT.raised, fontFamily: MONO, fontSize: 15 },
  block: {
    ...{ backgroundColor: LIGHT.raised, fontFamily: MONO, fontSize: 14, lineHeight: "22px", margin: "0 0 16px", padding: 16 },
    ...{ overflowX: "auto", whiteSpace: "pre-wrap", wordBreak: "break-word" },
  },
  table: { borderCollapse: "collapse", fontSize: 15, lineHeight: "22px", margin: "0 0 16px", width: "100%" },
  cell: { borderBottom: `1px solid ${LIGHT.hairline}`, padding: "8px 6px", verticalAlign: "top" },
  picture: { border: 0, display: "block", height: "auto", margin: "0 0 16px", maxWidth: "100%", width: "100%" },
  rule: { border: 0, borderTop: `1px solid ${LIGHT.hairline}`, margin: "32px 0" },
  button: {
    ...{ backgroundColor: LIGHT.velvet, border: `1px solid ${LIGHT.velvet}`, borderRadius: 6, color: "#ffffff" },
    ...{ fontSize: 16, fontWeight: 600, padding: "12px 20px", textDecoration: "none" },
  },
  foot: { color: LIGHT.quiet, fontSize: 14, lineHeight: "22px", margin: "0 0 8px" },
  footLink: { color: LIGHT.quiet, textDecoration: "underline" },
} as const satisfies Record<string, CSSProperties>

/** What stands before the line depends on where a line begins; no mail program knows a word for both. */
export const BEGINNING = {
  ltr: { list: { padding: "0 0 0 24px" }, quote: { borderLeft: `3px solid ${LIGHT.hairline}`, padding: "0 0 0 16px" }, cell: "left" },
  rtl: { list: { padding: "0 24px 0 0" }, quote: { borderRight: `3px solid ${LIGHT.hairline}`, padding: "0 16px 0 0" }, cell: "right" },
} as const

/** Classes are for the dark alone. A program that ignores this shows the light colours, or turns them round by itself. */
export function darkStyleOf({ dark }: MailAccent): string {
  return [
    ":root{color-scheme:light dark;supported-color-schemes:light dark}",
    "@media (prefers-color-scheme:dark){",
    `.page{background-color:${DARK.paper}!important;color:${DARK.ink}!important}`,
    `.quiet{color:${DARK.quiet}!important}`,
    `.link{color:${dark}!important}`,
    `.raised{background-color:${DARK.raised}!important;color:${DARK.ink}!important}`,
    `.line{border-color:${DARK.hairline}!important}`,
    "}",
  ].join("")
}

/** Outlook for Windows takes no largest width: it is told the width, in words that only it reads. */
export const OUTLOOK_STYLE = `<!--[if mso]><style>.column{width:${WIDTH}px!important}</style><![endif]-->`
