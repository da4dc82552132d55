import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { type BuildOptions, build, type Plugin } from "esbuild"

/** For what is imported as CommonJS in a module that is not; by a name that nothing in the bundle has. */
const REQUIRE = 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);'

const bundles = new Map<string, Promise<string>>()

/** A script with all it imports as one file, made once: a process that is started hundreds of times is there five times as soon. */
export function bundleProcess(entry: string): Promise<string> {
  const bundle = bundles.get(entry) ?? make(entry)
  bundles.set(entry, bundle)
  return bundle
}

/** Files of ours find their neighbours on disk by where they are, and still do in the bundle. */
const ownAddresses: Plugin = {
  name: "own addresses",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/(?:db|lib|emails|tests)\/[^\n]*\.tsx?$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)),
      loader: path.endsWith("x") ? "tsx" : "ts",
    }))
  },
}

async function make(entry: string): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), "curtain-bundle-")), "process.mjs")
  const shape: BuildOptions = { bundle: true, platform: "node", format: "esm", logLevel: "error" }
  await build({ ...shape, entryPoints: [entry], outfile, banner: { js: REQUIRE }, plugins: [ownAddresses] })
  return outfile
}
