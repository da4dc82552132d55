import { file, isCode, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { codeOnly, lineAt } from "../scan.ts"

const SOURCES = /\bnew Date\b|\bDate\.(?:now|parse|UTC)\b|\bTemporal\.Now\b|\bMath\.random\b/g

/** Path → the driver or library behind it that wants a Date. The list only shrinks. */
const EXCEPTIONS: Record<string, string> = {}

export const timeComesFromTheClock: Rule = {
  name: "time and chance are passed in",
  // The kernel owns the clock; adapters speak to SDKs in their own types.
  complaints: (files) =>
    files
      .filter((source) => isCode(source) && isUnder(source.path, "lib") && !isUnder(source.path, "lib/kernel"))
      .filter(({ path }) => !path.includes("/providers/") && !(path in EXCEPTIONS))
      .flatMap(complain),
  failing: [
    { files: [file("lib/launch/launch.ts", "const now = new Date()")], complaint: "new Date" },
    { files: [file("lib/launch/launch.ts", "\nconst now = Date.now()")], complaint: "lib/launch/launch.ts:2" },
    { files: [file("lib/launch/launch.ts", "Temporal.Now.instant()")], complaint: "deps.clock.now()" },
    { files: [file("lib/flags/flag.ts", "Math.random() < 0.5")], complaint: "Math.random" },
  ],
  passing: [
    file("lib/kernel/clock.ts", "Temporal.Now.instant()"),
    file("lib/mail/providers/smtp.ts", "new Date(at.epochMilliseconds)"),
    file("lib/launch/launch.ts", '// never new Date()\nconst text = "new Date()"'),
  ],
}

function complain({ path, text }: SourceFile): string[] {
  const code = codeOnly(text)
  return [...code.matchAll(SOURCES)].map(
    (hit) => `${path}:${lineAt(code, hit.index)} has ${hit[0]}: take deps.clock.now(), or let the database decide what is due`,
  )
}
