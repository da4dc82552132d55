import { file, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { withoutComments } from "../scan.ts"

const FORCED = /\bdynamic\s*(?::[^=]+)?=\s*["']force-static["']/
const PUBLISHED = "app/(public)/r/[revision]"

export const publicPagesAreStatic: Rule = {
  name: "published pages are static, each for itself",
  complaints: (files) => files.flatMap(complain),
  failing: [
    { files: [file("app/(public)/layout.tsx", 'export const dynamic = "force-static"')], complaint: "every page below" },
    { files: [file(`${PUBLISHED}/page.tsx`, "export default function Page() {}")], complaint: "force-static" },
    { files: [file(`${PUBLISHED}/help/page.tsx`, 'export const dynamic = "force-static"')], complaint: "generateStaticParams" },
    {
      files: [file(`${PUBLISHED}/page.tsx`, '// dynamic = "force-static"\nfunction generateStaticParams() {}')],
      complaint: "force-static",
    },
  ],
  passing: [
    file(`${PUBLISHED}/page.tsx`, 'export const dynamic = "force-static"\nexport function generateStaticParams() {\n  return []\n}'),
    file("app/(public)/search/page.tsx", "export default function Page() {}"),
  ],
}

function complain({ path, text }: SourceFile): string[] {
  const code = withoutComments(text)
  if (/(^|\/)layout\.tsx$/.test(path) && isUnder(path, "app")) {
    return FORCED.test(code) ? [`${path}: force-static in a layout catches every page below it: say it in each page`] : []
  }
  if (!isUnder(path, PUBLISHED) || !path.endsWith("/page.tsx")) return []
  const missing = [
    FORCED.test(code) ? "" : 'dynamic = "force-static"',
    /\bgenerateStaticParams\b/.test(code) ? "" : "generateStaticParams, returning []",
  ]
  return missing.filter(Boolean).map((what) => `${path}: a published page exports ${what}`)
}
