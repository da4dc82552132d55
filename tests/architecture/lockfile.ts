import { z } from "zod"

const Package = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
export const Lockfile = z.object({ packages: z.record(z.string(), Package) })
export type Lockfile = z.infer<typeof Lockfile>

export const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
})
export type Manifest = z.infer<typeof Manifest>

export type Floors = Record<string, [floor: string, because: string]>

/** Every copy in the tree counts, nested ones too. */
export function belowFloor({ packages }: Lockfile, floors: Floors): string[] {
  return Object.entries(packages).flatMap(([path, { version = "" }]) => {
    const name = nameOf(path)
    const [floor, because] = floors[name] ?? []
    if (floor === undefined || compareVersions(version, floor) >= 0) return []
    return [`${path}@${version} is below ${floor}: ${because}`]
  })
}

/** npm writes a lockfile without packages that it could not find; `npm ci` refuses that file on another machine. */
export function missingOptionals({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesFor(name, path).some((place) => place in packages))
      .map((name) => `${path || "package.json"} names ${name}, which has no entry: take the newest earlier version that is complete`),
  )
}

/** `allowed` holds licences; `exceptions` names packages, with `*` at the end for a family, and the licence each may have. */
export function forbiddenLicences({ packages }: Lockfile, allowed: string[], exceptions: Record<string, string>): string[] {
  return Object.entries(packages).flatMap(([path, { license = "none stated", dev }]) => {
    if (path === "" || dev || isAllowed(license, [...allowed, ...exceptionsFor(nameOf(path), exceptions)])) return []
    return [`${nameOf(path)} is under "${license}", which is not in the list`]
  })
}

export function looseVersions({ dependencies, devDependencies }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is "${version}": name one exact version`)
}

/** Below 0 if `one` is the older. A prerelease is older than its release; numbers in it compare as numbers. */
export function compareVersions(one: string, two: string): number {
  const [[mainOne = "", preOne], [mainTwo = "", preTwo]] = [split(one), split(two)]
  const main = compareParts(mainOne, mainTwo)
  if (main !== 0 || preOne === preTwo) return main
  if (preOne === undefined) return 1
  return preTwo === undefined ? -1 : compareParts(preOne, preTwo)
}

function split(version: string): [string, string | undefined] {
  const at = version.indexOf("-")
  return at < 0 ? [version, undefined] : [version.slice(0, at), version.slice(at + 1)]
}

function compareParts(one: string, two: string): number {
  return one.localeCompare(two, "en", { numeric: true })
}

function nameOf(path: string): string {
  return path.split("node_modules/").at(-1) ?? path
}

/** Where Node would look for a package that `path` asks for. */
function placesFor(name: string, path: string): string[] {
  const places = [`${path}/node_modules/${name}`.replace(/^\//, "")]
  const outer = path.lastIndexOf("/node_modules/")
  if (path === "") return places
  return outer < 0 ? [...places, `node_modules/${name}`] : [...places, ...placesFor(name, path.slice(0, outer))]
}

function isAllowed(expression: string, allowed: string[]): boolean {
  const either = expression.replace(/[()]/g, "").split(" OR ")
  return either.some((one) => one.split(" AND ").every((licence) => allowed.includes(licence)))
}

function exceptionsFor(name: string, exceptions: Record<string, string>): string[] {
  return Object.entries(exceptions)
    .filter(([pattern]) => (pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern))
    .map(([, licence]) => licence)
}
