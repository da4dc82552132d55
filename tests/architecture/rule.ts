export type SourceFile = { path: string; text: string }

/** Files that break a rule, and a part of the complaint they must earn. */
export type Example = { files: SourceFile[]; complaint: string }

/** A rule of the house: a function from files to complaints, with the proof that it can complain. */
export type Rule = {
  name: string
  complaints(files: SourceFile[]): string[]
  failing: Example[]
  /** What looks like a violation and is none. */
  passing?: SourceFile[]
}

export function file(path: string, text = ""): SourceFile {
  return { path, text }
}

export function isCode({ path }: SourceFile): boolean {
  return /\.(ts|tsx|mts|js|mjs)$/.test(path)
}

export function isUnder(path: string, ...folders: string[]): boolean {
  return folders.some((folder) => path.startsWith(folder.endsWith("/") ? folder : `${folder}/`))
}

/** `lib/launch/begin-launch.ts` belongs to `launch`; `lib/runtime.ts` belongs to no domain. */
export function domainOf(path: string): string | null {
  return /^lib\/([^/]+)\//.exec(path)?.[1] ?? null
}

export function baseName(path: string): string {
  return (path.split("/").at(-1) ?? "").replace(/\.[^.]+$/, "")
}
