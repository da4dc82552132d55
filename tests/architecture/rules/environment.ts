import { file, isCode, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { lineAt, withoutComments } from "../scan.ts"

/** The composition root; tests and commands start processes; tools read their own configuration. */
const MAY_READ = ["lib/runtime.ts", "next.config.ts", "postcss.config.mjs", "vitest.config.ts", "db/drizzle.config.ts"]
const MAY_READ_UNDER = ["bin", "tests"]
/** Next's bundler replaces these by what they are. */
const REPLACED = /^\.(NODE_ENV|NEXT_RUNTIME)\b/

export const environment: Rule = {
  name: "the environment is parsed once, by lib/runtime.ts",
  complaints: (files) => files.filter((source) => isCode(source) && !mayRead(source.path)).flatMap(complain),
  failing: [
    { files: [file("lib/mail/mailer.ts", "const key = process.env.RESEND_API_KEY")], complaint: "lib/mail/mailer.ts:1" },
    { files: [file("app/runtime.ts", 'const key = process["env"]')], complaint: "take it from the Runtime" },
    { files: [file("server.ts", 'import { env } from "node:process"')], complaint: "take it from the Runtime" },
    { files: [file("db/client.ts", "const { env } = process")], complaint: "take it from the Runtime" },
  ],
  passing: [
    file("lib/runtime.ts", "process.env"),
    file("server.ts", "process.env.NODE_ENV // process.env.PORT is read elsewhere"),
    file("app/workspace/page.tsx", "process.environment"),
  ],
}

function mayRead(path: string): boolean {
  return MAY_READ.includes(path) || isUnder(path, ...MAY_READ_UNDER)
}

function complain({ path, text }: SourceFile): string[] {
  const code = withoutComments(text)
  const reads = /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[|\benv\b[^{}]*\}\s*(?:=\s*process\b|from\s*["'](?:node:)?process["'])/g
  return [...code.matchAll(reads)]
    .filter((hit) => !REPLACED.test(code.slice(hit.index + hit[0].length)))
    .map((hit) => `${path}:${lineAt(code, hit.index)} reads the environment: lib/runtime.ts parses it once, take it from the Runtime`)
}
