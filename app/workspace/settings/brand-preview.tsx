import { GROUNDS, paletteOf } from "#lib/brand/palette.ts"

const OWN = { light: { velvet: "9b1d29", onVelvet: "fcfaf6" }, dark: { velvet: "f0928a", onVelvet: "1f1010" } }
const QUIET = { light: "5f564f", dark: "a8a299" }

type Props = { name: string; accent: string; headingFont: string; logo: { path: string; width: number; height: number } | null }

/** How a page would look, on paper and in the dark: the same shades that visitors get. */
export function BrandPreview({ name, accent, headingFont, logo }: Props) {
  const chosen = /^#?([0-9a-f]{6})$/i.exec(accent.trim())?.[1]?.toLowerCase()
  const palette = chosen === undefined ? OWN : paletteOf(chosen)
  return (
    <div className="brand-previews" aria-hidden="true">
      {(["light", "dark"] as const).map((scheme) => {
        const { velvet, onVelvet } = palette[scheme]
        const { paper, ink } = GROUNDS[scheme]
        return (
          <div
            key={scheme}
            className="brand-preview"
            data-font={headingFont}
            style={{ background: `#${paper}`, color: `#${ink}`, borderTopColor: chosen === undefined ? "transparent" : `#${chosen}` }}
          >
            <p className="preview-name">
              {logo === null ? null : (
                <img src={logo.path} alt="" height={24} width={Math.round(Math.min(6, logo.width / logo.height) * 24)} />
              )}
              {logo !== null && logo.width / logo.height >= 2.2 ? null : name}
            </p>
            <p className="preview-headline">Search that forgives</p>
            <p style={{ color: `#${QUIET[scheme]}` }}>
              A typo no longer hides a page. <span style={{ color: `#${velvet}`, textDecoration: "underline" }}>Read how it works</span>
            </p>
            <span className="preview-press" style={{ background: `#${velvet}`, color: `#${onVelvet}` }}>
              Subscribe
            </span>
          </div>
        )
      })}
    </div>
  )
}
