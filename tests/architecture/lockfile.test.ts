import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import {
  belowFloor,
  compareVersions,
  type Floors,
  forbiddenLicences,
  Lockfile,
  looseVersions,
  Manifest,
  missingOptionals,
} from "./lockfile.ts"
import { ROOT } from "./tree.ts"

/** Below these, an advisory applies to us. A package that is not installed needs no floor to be kept, and keeps it for when it is. */
const FLOORS: Floors = {
  next: ["16.4.5", "CVE-2026-119350 and -119351 (poisoned fallback shell, leaked root parameters), and all that was fixed before"],
  react: ["19.2.6", "server components: denial of service, fixed in May 2026"],
  "react-dom": ["19.2.6", "server components: denial of service, fixed in May 2026"],
  "next-auth": ["5.0.0-beta.32", "CVE-2026-73421: a configuration error makes every request look signed in"],
  nodemailer: ["10.0.14", "SMTP injection, address parser denial of service, credentials leaked through a shared DNS cache"],
  "drizzle-orm": ["0.45.2", "CVE-2026-39356: identifiers and aliases were not escaped"],
  dompurify: ["3.4.7", "CVE-2026-65902, CVE-2026-0540, CVE-2025-26791"],
  sharp: ["0.35.5", "code execution through SVG"],
  satori: ["0.33.5", "code execution through images made at run time"],
}

const ALLOWED = [
  "MIT",
  "MIT-0",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Unlicense",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "OFL-1.1",
]

/** Used unmodified, as parts of the build or as optional parts. The list only shrinks. */
const EXCEPTIONS = {
  "@img/sharp-*": "LGPL-3.0-or-later",
  lightningcss: "MPL-2.0",
  "lightningcss-*": "MPL-2.0",
  "caniuse-lite": "CC-BY-4.0",
  // The Open Font License by its long name.
  geist: "SIL OPEN FONT LICENSE",
  // Draw the share images, as they come: file by file, MPL asks only for changes of theirs, and there are none.
  "@resvg/resvg-wasm": "MPL-2.0",
  satori: "MPL-2.0",
}

const lockfile = Lockfile.parse(read("package-lock.json"))
const manifest = Manifest.parse(read("package.json"))

test("no copy of a package is below its security floor", () => {
  expect(belowFloor(lockfile, FLOORS)).toEqual([])
})

test("a copy below the floor is seen, however deep", () => {
  const deep = lock({ "node_modules/next": { version: "16.4.5" }, "node_modules/a/node_modules/next": { version: "16.4.4" } })
  expect(belowFloor(deep, FLOORS)).toEqual([expect.stringContaining("node_modules/a/node_modules/next@16.4.4 is below 16.4.5")])
})

test.each([
  ["16.4.5", "16.4.10", -1],
  ["5.0.0-beta.4", "5.0.0-beta.32", -1],
  ["5.0.0-beta.32", "5.0.0", -1],
  ["5.0.0", "5.0.0-rc.1", 1],
  ["1.2.3", "1.2.3", 0],
])("%s against %s is %i", (one, two, order) => {
  expect(Math.sign(compareVersions(one, two))).toBe(order)
})

test("every optional dependency has an entry, so that npm ci works on every platform", () => {
  expect(missingOptionals(lockfile)).toEqual([])
})

test("a missing optional dependency is seen, and one further up is found", () => {
  const optionalDependencies = { "a-linux": "1.0.0", "a-darwin": "1.0.0" }
  const incomplete = lock({ "node_modules/b/node_modules/a": { optionalDependencies }, "node_modules/a-linux": {} })
  expect(missingOptionals(incomplete)).toEqual([expect.stringContaining("names a-darwin")])
})

test("every package of the product is under a licence that may ship with it", () => {
  expect(forbiddenLicences(lockfile, ALLOWED, EXCEPTIONS)).toEqual([])
})

test.each(["AGPL-3.0-only", "GPL-3.0 OR LGPL-2.1", "MIT AND GPL-2.0", "LGPL-3.0-or-later", undefined])(
  "licence %s is refused",
  (license) => {
    expect(forbiddenLicences(lock({ "node_modules/a": { license } }), ALLOWED, EXCEPTIONS)).toHaveLength(1)
  },
)

test.each(["(MIT OR GPL-3.0)", "MIT AND ISC"])("licence %s is accepted", (license) => {
  expect(forbiddenLicences(lock({ "node_modules/a": { license } }), ALLOWED, EXCEPTIONS)).toEqual([])
})

test("package.json names exact versions", () => {
  expect(looseVersions(manifest)).toEqual([])
  expect(
    looseVersions(Manifest.parse({ dependencies: { a: "^1.0.0", b: "1.0.0-beta.2" }, devDependencies: { c: "latest" } })),
  ).toHaveLength(2)
})

test("Node itself is a dependency of the product, so that a production install keeps it", () => {
  expect(Object.keys(manifest.dependencies)).toContain("node")
})

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8"))
}

function lock(packages: Record<string, object>): Lockfile {
  return Lockfile.parse({ packages })
}
