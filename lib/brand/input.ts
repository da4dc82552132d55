import { createHash } from "node:crypto"
import { z } from "zod"
import { HEADING_FONTS, type Logo } from "./brand.ts"
import { pictureIn } from "./picture.ts"

/** A logo is shown at the height of a line: more than this is a picture that nobody made small. */
const LOGO_BYTES = 512 * 1024
const LOGO_PIXELS = 4096

export type GivenLogo = Logo & { bytes: Buffer }

const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `must have ${most} characters at most`)
    .regex(/^\P{Cc}*$/u, "must be one line of text")

const logo = z
  .base64("must be base64")
  .max(Math.ceil(LOGO_BYTES / 3) * 4, "must have 512 KB at most")
  .transform((text, context): GivenLogo => {
    const bytes = Buffer.from(text, "base64")
    const picture = pictureIn(bytes)
    const wrong = complaintAbout(bytes, picture)
    if (wrong === null && picture !== null) return { ...picture, hash: createHash("sha256").update(bytes).digest("hex"), bytes }
    context.addIssue(wrong ?? NO_PICTURE)
    return z.NEVER
  })

// An SVG can hold a script, and other pages could be made to show it as a page of ours.
const NO_PICTURE = "must be a PNG, JPEG or WebP picture. From an SVG, export a PNG twice as large as it is shown"

function complaintAbout(bytes: Buffer, picture: ReturnType<typeof pictureIn>): string | null {
  if (bytes.length > LOGO_BYTES) return "must have 512 KB at most"
  if (picture === null) return NO_PICTURE
  const largest = Math.max(picture.width, picture.height)
  if (largest > LOGO_PIXELS) return `must be ${LOGO_PIXELS} pixels wide and high at most, and is ${picture.width} × ${picture.height}`
  return null
}

/** What is not named stays; null takes away. */
export const editBrandInput = z.strictObject({
  name: oneLine(60)
    .min(1, "must not be empty")
    .optional()
    .meta({ description: "What the site is called, on every page, in feeds and share images", example: "Acme releases" }),
  lead: oneLine(200)
    .transform((text) => (text === "" ? null : text))
    .nullable()
    .optional()
    .meta({ description: "The sentence below the home page's title; null for the usual one", override: { type: ["string", "null"] } }),
  accent: z
    .string()
    .trim()
    .regex(/^#?[0-9a-f]{6}$/i, "must be a colour like #9b1d29")
    .transform((text) => text.replace("#", "").toLowerCase())
    .nullable()
    .optional()
    .meta({
      description: "The colour of links and buttons, made readable in light and dark; null for the portal's own",
      override: { type: ["string", "null"] },
      example: "#9b1d29",
    }),
  headingFont: z.enum(HEADING_FONTS).optional().meta({ description: "What headlines are set in: a serif, or the sans of the text" }),
  logo: logo
    .nullable()
    .optional()
    .meta({
      description: "PNG, JPEG or WebP as base64, of 512 KB and 4096 × 4096 pixels at most; null for none",
      override: { type: ["string", "null"], contentEncoding: "base64" },
    }),
})

export type EditBrand = z.output<typeof editBrandInput>
