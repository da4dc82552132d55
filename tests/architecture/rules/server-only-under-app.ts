import { importsOf } from "../imports.ts"
import { file, isUnder, type Rule } from "../rule.ts"

export const serverOnlyUnderApp: Rule = {
  name: "server-only is imported under app/ alone",
  complaints: (files) =>
    files
      .filter(({ path }) => !isUnder(path, "app"))
      .flatMap(importsOf)
      .filter(({ target }) => target === "server-only")
      .map(
        ({ from, line }) =>
          `${from}:${line} imports server-only, which throws in the worker and in tests: import it in the file under app/ that calls this`,
      ),
  failing: [{ files: [file("lib/runtime.ts", 'import "server-only"')], complaint: "lib/runtime.ts:1" }],
  passing: [file("app/runtime.ts", 'import "server-only"')],
}
