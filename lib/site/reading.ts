import { type Heading, headingsOf, openingPictureOf, type Picture, plainText } from "../documents/markdown.ts"

/** Two or three lines in a list: enough to know whether to read on. */
const LEAD_CHARACTERS = 280
/** What search engines and link previews show before they cut. */
const DESCRIPTION_CHARACTERS = 160

export function leadOf(body: string): string {
  return plainText(body, LEAD_CHARACTERS)
}

export function descriptionOf(body: string): string {
  return plainText(body, DESCRIPTION_CHARACTERS)
}

/** The picture a list may show: only one of ours, since a page shows no others. */
export function leadPictureOf(body: string): Picture | null {
  const picture = openingPictureOf(body)
  return picture && /^\/(?![/\\])/.test(picture.source) ? picture : null
}

/** The table of contents: the two upper levels, and none at all for a text with a single heading. */
export function outlineOf(body: string): Heading[] {
  const outline = headingsOf(body).filter(({ level }) => level <= 3)
  return outline.length > 1 ? outline : []
}
