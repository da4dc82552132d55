import { file, type Rule, type SourceFile } from "../rule.ts"
import { lineAt } from "../scan.ts"

/** What only one machine, or one company's network, can understand. */
const PRIVATE: Record<string, RegExp> = {
  "a path of one machine": /(?<![\w.:/\])}])\/(?:home|Users|root|work|tmp|mnt)\/[\w.-]/g,
  "a folder outside of the repository": /(?<![\w/.])(?:\.\.\/)+shared\//g,
  "a package registry":
    /\bregistry\.(?:npmjs|yarnpkg)\.\w+|\b[\w-]+\.jfrog\.io\b|\b(?:artifactory|verdaccio)\b|\bnpm\.pkg\.github\.com\b/gi,
  "an address of a private network": /(?<![\d.])https?:\/\/(?:10\.\d+|192\.168)\.\d+\.\d+(?::\d+)?\/(?:npm|repository|api\/npm)/g,
}

// These name what they forbid.
const OWN = ["tests/architecture/rules/names-nothing-private.ts"]

export const namesNothingPrivate: Rule = {
  name: "no file names a machine, a registry or a folder outside",
  complaints: (files) => files.filter(({ path }) => !OWN.includes(path)).flatMap(complain),
  failing: [
    { files: [file("README.md", "run /home/ada/curtain/run.sh")], complaint: "a path of one machine" },
    { files: [file("tests/support/database.ts", '"/tmp/curtain"')], complaint: "a path of one machine" },
    { files: [file("lib/launch/launch.ts", "// see ../../shared/notes.md")], complaint: "outside of the repository" },
    { files: [file("package-lock.json", '"resolved": "https://registry.npmjs.org/zod/-/zod-4.0.0.tgz"')], complaint: "a package registry" },
    { files: [file("README.md", "\nnpm --registry http://10.0.0.1:4873/npm")], complaint: "README.md:2" },
  ],
  passing: [file("README.md", "https://example.com/home/ada `/workspace/home` app/work/page.tsx ${root}/tmp/x")],
}

function complain({ path, text }: SourceFile): string[] {
  return Object.entries(PRIVATE).flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)].map((hit) => `${path}:${lineAt(text, hit.index)} names ${what}: ${hit[0]}`),
  )
}
