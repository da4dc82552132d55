import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { editBrandInput } from "#lib/brand/input.ts"
import { makeShareImages } from "#lib/documents/make-share-images.ts"
import { publishBrand } from "#lib/documents/publish-brand.ts"
import { approveAll, aRelease } from "#tests/support/a-release.ts"
import { launch, recall } from "#tests/support/launch-steps.ts"
import { A_PNG } from "#tests/support/pictures.ts"
import { startPortal } from "#tests/support/portal.ts"
import { askRaw } from "#tests/support/raw-request.ts"
import { until } from "#tests/support/until.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

const NASTY = `Acme "<script>alert(1)</script>" ]]> & 'Söhne'`
const world = await aWorld()
const portal = await startPortal({ world })
const read = async (path: string) => {
  const { status, headers, body } = await askRaw(portal, path)
  return { status, type: headers["content-type"], length: headers["content-length"], kept: headers["cache-control"], bytes: body }
}
const text = async (path: string) => (await read(path)).bytes.toString()
const brand = (given: unknown) => publishBrand(world, ADA, editBrandInput.parse(given))
const draw = (state: "approved" | "live") => makeShareImages(world, { state, leftOut: new Set() })
const shown = (path: string, holds: (page: string) => boolean) => until(true, async () => holds(await text(path)))

describe("a release that is shared", () => {
  test("has a picture, made before the moment, that nobody can get before it, and that goes with a recall", async () => {
    const release = await aRelease(world, {
      entry: { title: "Search that forgives", slug: "search" },
      article: { title: "Filters", slug: "filters" },
    })
    await draw("approved")
    const before = await read("/changelog/search.png")
    expect(before.status).toBe(404)
    expect(before.bytes.equals((await read("/changelog/never.png")).bytes)).toBe(true)
    await launch(world, release.id)
    await shown("/changelog/search", (page) => page.includes("og:image"))
    const image = await read("/changelog/search.png")
    expect([image.status, image.type]).toEqual([200, "image/png"])
    expect([image.bytes.readUInt32BE(16), image.bytes.readUInt32BE(20)]).toEqual([1200, 630])
    expect(image.length).toBe(String(image.bytes.length))
    const page = await text("/changelog/search")
    const sha256 = createHash("sha256").update(image.bytes).digest("hex")
    expect(page).toContain(`/changelog/search.png?${sha256.slice(0, 12)}"`)
    expect(page).toMatch(/<meta property="og:image:width" content="1200"\/>/)
    expect(page).toMatch(/<meta name="twitter:card" content="summary_large_image"\/>/)
    expect((await read("/help/filters.png")).status).toBe(200)
    await recall(world, release.id)
    await shown("/changelog/search", (gone) => !gone.includes("og:image"))
    expect((await read("/changelog/search.png")).status).toBe(404)
    await approveAll(world, release.id)
    await draw("approved")
    await launch(world, release.id)
    await shown("/changelog/search", (again) => again.includes("og:image"))
    expect((await read("/changelog/search.png")).bytes.equals(image.bytes)).toBe(true)
  })

  test("without a picture is released all the same, and gets one later", async () => {
    const { id } = await aRelease(world, { entry: { title: "Nobody drew this", slug: "undrawn" } })
    await launch(world, id)
    await shown("/changelog/undrawn", (page) => page.includes("Nobody drew this"))
    expect(await text("/changelog/undrawn")).not.toContain("og:image")
    await Promise.all([draw("live"), draw("live")])
    await shown("/changelog/undrawn", (page) => page.includes("og:image"))
    expect((await read("/changelog/undrawn.png")).status).toBe(200)
  })

  test("in letters that no font here has is shared without one, and nobody is asked for such a font", async () => {
    const { id } = await aRelease(world, { entry: { title: "検索が賢くなりました", slug: "japanese" } })
    await draw("approved")
    await launch(world, id)
    await shown("/changelog/japanese", (page) => page.includes("検索"))
    expect(await text("/changelog/japanese")).not.toContain("og:image")
  })
})

describe("a brand that changes", () => {
  test("is on every page and in every feed at once, and is only text in each", async () => {
    expect(await text("/")).toContain(">Changelog</a>")
    const image = (await read("/changelog/search.png")).bytes
    await brand({
      name: NASTY,
      lead: "Made ]]> with <b>care</b>.",
      accent: "#fff3b0",
      headingFont: "geist",
      logo: A_PNG.toString("base64"),
    })
    await shown("/", (page) => page.includes("Söhne"))
    for (const path of [
      "/",
      "/changelog/search",
      "/help",
      "/nowhere",
      "/search?q=x",
      "/subscribe",
      "/rss.xml",
      "/atom.xml",
      "/feed.json",
      "/llms.txt",
    ]) {
      const said = await text(path)
      expect(said, path).toContain("Söhne")
      if (path !== "/llms.txt" && path !== "/feed.json")
        expect(said.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, ""), path).not.toContain("<script>alert")
    }
    expect(JSON.parse(await text("/feed.json"))).toMatchObject({ title: NASTY })
    for (const json of (await text("/")).matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g))
      expect(JSON.stringify(JSON.parse(json[1] ?? ""))).toContain("Söhne")
    await draw("live")
    await shown("/changelog/search", (page) => page.includes("og:image"))
    expect((await read("/changelog/search.png")).bytes.equals(image)).toBe(false)
  })

  test("brings its style and its logo, each under an address that never shows anything else", async () => {
    const page = await text("/")
    const style = /href="(\/brand\/fff3b0-geist-[0-9a-f]{12}\.css)"/.exec(page)?.[1] ?? ""
    const logo = /src="(\/logo\/[0-9a-f]{64}\.png)"/.exec(page)?.[1] ?? ""
    const [css, picture] = [await read(style), await read(logo)]
    expect(css.type).toBe("text/css; charset=utf-8")
    expect(css.bytes.toString()).toContain("--velvet:#")
    expect(picture.bytes.equals(A_PNG)).toBe(true)
    for (const { kept } of [css, picture]) expect(kept).toContain("immutable")
    expect((await read(style.replace("fff3b0", "fff3b1"))).status).toBe(404)
    expect((await read(logo.replace(/.{4}\.png/, "0000.png"))).status).toBe(404)
    await brand({ logo: null, accent: null, headingFont: "newsreader", name: "Acme" })
    await shown("/", (now) => !now.includes("/logo/") && !now.includes("/brand/"))
    expect((await read(logo)).status).toBe(200)
  })
})
