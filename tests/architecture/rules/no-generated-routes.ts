import { file, isUnder, type Rule } from "../rule.ts"

const GENERATED = /\/(sitemap|robots|manifest|opengraph-image\d?|twitter-image\d?)\.(ts|tsx|js|xml|txt|json|png|jpe?g|gif)$/
const IN_FRONT = /^(app\/|src\/)?(proxy|middleware)\.(ts|js|mjs)$/

export const noGeneratedRoutes: Rule = {
  name: "nothing public is made at build, and nothing stands in front of Next but server.ts",
  complaints: (files) => files.flatMap(({ path }) => complain(path)),
  failing: [
    { files: [file("app/(public)/r/[revision]/sitemap.ts")], complaint: "a route handler" },
    { files: [file("app/(public)/robots.txt")], complaint: "a route handler" },
    { files: [file("app/(public)/changelog/[slug]/opengraph-image.tsx")], complaint: "a route handler" },
    { files: [file("proxy.ts")], complaint: "server.ts" },
    { files: [file("app/middleware.ts")], complaint: "server.ts" },
  ],
  passing: [file("app/(public)/r/[revision]/sitemap.xml/route.ts"), file("lib/webhooks/proxy.ts")],
}

function complain(path: string): string[] {
  if (IN_FRONT.test(path)) return [`${path}: server.ts maps requests before Next sees them; there is no proxy and no middleware`]
  if (!isUnder(path, "app") || !GENERATED.test(path)) return []
  return [`${path}: is made at build, without params and without the site revision: write a route handler, as sitemap.xml/route.ts`]
}
