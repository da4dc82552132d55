import { createHash } from "node:crypto"
import { OUTLOOK_STYLE, PORTALS_ACCENT } from "#emails/look.ts"
import type { ReleaseAnnouncedProps } from "#emails/release-announced.tsx"
import { type Brand, logoPathOf, shownSizeOf } from "../brand/brand.ts"
import { paletteOf } from "../brand/palette.ts"
import { plainText } from "../documents/markdown.ts"
import { sanitiseMarkdown } from "../documents/sanitise-markdown.ts"
import { openBoundedCache } from "../kernel/bounded-cache.ts"
import { oneLine } from "../kernel/mail-address.ts"
import { fitForMail } from "./fit-for-mail.ts"
import { MARKS } from "./mail-marks.ts"
import type { MailRender } from "./personal-mail.ts"

/** One edition of an email document, and what stands around its words. */
export type EmailContent = {
  locale: string
  title: string
  /** Markdown. */
  body: string
  sender: { name: string; postalAddress: string }
  /** The site's colour and logo; the portal's own colour where nothing is said. */
  brand?: Pick<Brand, "accent" | "logo">
  /** The domain that mail comes from. */
  messageDomain: string
  publicUrl: URL
  /** The path of the release's entry in this language, or null. */
  entryPath: string | null
}

export type RenderedEmail = MailRender & { sha256: string }

const PREHEADER_CHARACTERS = 140

/** Some hundred mails. The same content is rendered once: for readiness, the preview, and the launch that freezes it. */
const KEPT_BYTES = 8 * 1024 * 1024
const rendered = openBoundedCache<RenderedEmail>({ maxBytes: KEPT_BYTES, bytesOf: ({ html, text }) => (html.length + text.length) * 2 })

/** Renders the mail once for all who read this locale, with marks where their own words go. */
export async function renderEmail(content: EmailContent): Promise<RenderedEmail> {
  const key = createHash("sha256").update(JSON.stringify(content)).digest("base64url")
  return { ...(await rendered.get(key, () => render(content))) }
}

async function render(content: EmailContent): Promise<RenderedEmail> {
  // The library takes half a second to load: who never renders does not wait for it.
  const [library, { createElement }, { default: ReleaseAnnounced }] = await Promise.all([
    import("react-email"),
    import("react"),
    import("#emails/release-announced.tsx"),
  ])
  const html = withOutlook(await library.render(createElement(ReleaseAnnounced, await propsOf(content))))
  const { hostname } = content.publicUrl
  const parts = {
    subject: oneLine(content.title).trim(),
    html,
    text: library.toPlainText(html, TEXT_OPTIONS),
    listId: `Releases <releases.${hostname}>`,
    messageDomain: content.messageDomain,
  }
  return { ...parts, sha256: hashOf(parts) }
}

/** A mark must not be upper-cased, and nobody is shouted at. Addresses stand in angle brackets, where a sentence cannot swallow them. */
const TEXT_OPTIONS = {
  selectors: [
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: '[data-text-format="dataTable"]', format: "dataTable", options: { uppercaseHeaderCells: false } },
    { selector: "a", options: { linkBrackets: ["<", ">"] as [string, string], hideLinkHrefIfSameAsText: true } },
    { selector: "img", format: "image", options: { linkBrackets: ["<", ">"] as [string, string] } },
  ],
}

async function propsOf(content: EmailContent): Promise<ReleaseAnnouncedProps> {
  const { locale, title, body, sender, publicUrl, entryPath } = content
  return {
    locale,
    title,
    preheader: plainText(body, PREHEADER_CHARACTERS),
    body: fitForMail(await sanitiseMarkdown(body), publicUrl),
    sender: { ...sender, url: publicUrl.href },
    ...lookOf(content),
    readMoreUrl: entryPath === null ? null : new URL(entryPath, publicUrl).href,
    recipient: { name: MARKS.name, unsubscribeUrl: MARKS.unsubscribe, preferencesUrl: MARKS.preferences },
  }
}

/** A logo is as high as two lines of the text around it. */
const LOGO_LINE = 32

function lookOf({ brand, publicUrl }: EmailContent): Pick<ReleaseAnnouncedProps, "accent" | "logo"> {
  const { accent = null, logo = null } = brand ?? {}
  const palette = accent === null ? null : paletteOf(accent)
  return {
    accent: palette === null ? PORTALS_ACCENT : { light: `#${palette.light.velvet}`, dark: `#${palette.dark.velvet}` },
    logo: logo && { url: new URL(logoPathOf(logo), publicUrl).href, ...shownSizeOf(logo, LOGO_LINE) },
  }
}

/** Words that only Outlook reads stand in comments, which React cannot write. */
function withOutlook(html: string): string {
  const [head = "", ...rest] = html.split("</head>")
  return [head + OUTLOOK_STYLE, ...rest].join("</head>")
}

function hashOf({ subject, html, text, listId, messageDomain }: MailRender): string {
  return createHash("sha256")
    .update(JSON.stringify([subject, html, text, listId, messageDomain]))
    .digest("hex")
}
