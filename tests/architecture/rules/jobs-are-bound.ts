import { file, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { lineAt, withoutComments } from "../scan.ts"

export const jobsAreBound: Rule = {
  name: "every job is bound to its step and named in a test",
  complaints: (files) =>
    files.filter(({ path }) => isUnder(path, "lib") && path.endsWith(".ts")).flatMap((source) => complain(source, files)),
  failing: [
    { files: [JOBS(), TEST()], complaint: "is bound to no step" },
    { files: [JOBS(), TEST(), file("lib/worker.ts", "// bind(advanceLaunchJob)")], complaint: "is bound to no step" },
    { files: [JOBS(), WORKER()], complaint: "is named in no test" },
    {
      files: [file("lib/launch/begin-launch.ts", 'const job = defineJob("launch.advance", {})')],
      complaint: "belongs in lib/launch/jobs.ts",
    },
    { files: [file("lib/launch/jobs.ts", 'defineJob("launch.advance", {})')], complaint: "has no exported name" },
    { files: [file("lib/launch/jobs.ts", "export const job = defineJob(TITLE, {})")], complaint: "is not a literal" },
  ],
  passing: [JOBS(), WORKER(), TEST()],
}

function JOBS(): SourceFile {
  return file("lib/launch/jobs.ts", 'export const advanceLaunchJob = defineJob<AdvanceLaunch>("launch.advance", {})')
}

function WORKER(): SourceFile {
  return file("lib/worker.ts", "bind(advanceLaunchJob, { run: advanceLaunch })")
}

function TEST(): SourceFile {
  return file("tests/features/launch/interrupted.test.ts", 'test("launch.advance continues")')
}

const DEFINITION = /(?:export const (\w+)[^=\n]*=\s*)?\bdefineJob\s*(?:<[^(]*>)?\(\s*(?:["']([\w.-]+)["'])?/g

function complain(source: SourceFile, files: SourceFile[]): string[] {
  if (isUnder(source.path, "lib/jobs")) return []
  const text = withoutComments(source.text)
  return [...text.matchAll(DEFINITION)].flatMap(({ 1: name, 2: title, index }) => {
    const where = `${source.path}:${lineAt(text, index)} ${title ?? "a job"}`
    if (!source.path.endsWith("/jobs.ts")) return [`${where} belongs in ${source.path.replace(/[^/]+$/, "jobs.ts")}`]
    if (name === undefined || title === undefined) return [`${where} has no exported name, or its title is not a literal`]
    return [
      ...unless(isBound(name, files), `${where} is bound to no step: bind it in lib/worker.ts`),
      ...unless(isTested(name, title, files), `${where} is named in no test`),
    ]
  })
}

function isBound(name: string, files: SourceFile[]): boolean {
  return files.some(
    ({ path, text }) => isUnder(path, "lib") && new RegExp(`\\bbind\\s*(<[^(]*>)?\\(\\s*${name}\\b`).test(withoutComments(text)),
  )
}

function isTested(name: string, title: string, files: SourceFile[]): boolean {
  return files.some(
    ({ path, text }) =>
      isUnder(path, "tests") && !isUnder(path, "tests/architecture") && (new RegExp(`\\b${name}\\b`).test(text) || text.includes(title)),
  )
}

function unless(holds: boolean, complaint: string): string[] {
  return holds ? [] : [complaint]
}
