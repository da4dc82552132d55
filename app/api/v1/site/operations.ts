import { z } from "zod"
import { type Brand, HEADING_FONTS, logoPathOf } from "#lib/brand/brand.ts"
import { editBrandInput } from "#lib/brand/input.ts"
import { PICTURE_TYPES } from "#lib/brand/picture.ts"
import { getBrand } from "#lib/brand/queries.ts"
import { publishBrand } from "#lib/documents/publish-brand.ts"
import { operation } from "../../operation.ts"

const siteShown = z
  .object({
    name: z.string(),
    lead: z.string().nullable(),
    accent: z.string().nullable().meta({ description: "Null is the portal's own colour", example: "#9b1d29" }),
    headingFont: z.enum(HEADING_FONTS),
    logo: z.object({ url: z.url(), type: z.enum(PICTURE_TYPES), width: z.int(), height: z.int() }).nullable(),
  })
  .meta({ id: "Site" })

export const getSiteOperation = operation({
  method: "get",
  path: "/api/v1/site",
  act: "site.read",
  summary: "What the site is called and how it looks",
  answers: { 200: { description: "As visitors see it now", schema: siteShown } },
  run: async ({ deps }) => ({ status: 200, body: shown(await getBrand(deps.db), deps.settings.publicUrl) }),
})

export const editSiteOperation = operation({
  method: "patch",
  path: "/api/v1/site",
  act: "site.edit",
  summary: "Change what the site is called and how it looks",
  description:
    "What is not named stays. Visitors see it at once, on every page and in every feed; mails of launches that have begun keep what they were rendered with, and share images are made again within minutes.",
  body: editBrandInput,
  answers: { 200: { description: "The site", schema: siteShown } },
  run: async ({ deps, actor, body }) => ({ status: 200, body: shown(await publishBrand(deps, actor, body), deps.settings.publicUrl) }),
})

function shown({ name, lead, accent, headingFont, logo }: Brand, publicUrl: URL): z.input<typeof siteShown> {
  return { name, lead, accent: accent === null ? null : `#${accent}`, headingFont, logo: logo && shownLogo(logo, publicUrl) }
}

function shownLogo(logo: NonNullable<Brand["logo"]>, publicUrl: URL) {
  const { type, width, height } = logo
  return { url: new URL(logoPathOf(logo), publicUrl).href, type, width, height }
}
