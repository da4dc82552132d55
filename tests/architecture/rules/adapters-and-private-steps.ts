import { functionsOf, takes } from "../functions.ts"
import { type Import, importsOf } from "../imports.ts"
import { domainOf, file, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { isStep } from "./file-vocabulary.ts"

export const adaptersAndPrivateSteps: Rule = {
  name: "adapters are chosen by lib/runtime.ts, and private steps stay in their domain",
  complaints: (files) =>
    files
      .filter(({ path }) => !isUnder(path, "tests", "bin"))
      .flatMap((source) => importsOf(source).flatMap((one) => complain(one, files))),
  failing: [
    {
      files: [file("lib/launch/flip-flags.ts", 'import { unleash } from "#lib/flags/providers/unleash.ts"')],
      complaint: "lib/runtime.ts chooses",
    },
    { files: [file("lib/flags/read-flag.ts", 'import { memory } from "./providers/memory.ts"')], complaint: "lib/runtime.ts chooses" },
    {
      files: [file("app/workspace/page.tsx", 'const a = await import("#lib/mail/providers/smtp.ts")')],
      complaint: "lib/runtime.ts chooses",
    },
    {
      files: [file("lib/releases/schedule-release.ts", 'import { sendBatch } from "../delivery/send-batch.ts"'), SEND()],
      complaint: "a private step of delivery",
    },
    {
      files: [
        file("lib/releases/schedule-release.ts", 'import { sendLetter } from "#emails/send-letter.ts"'),
        file("emails/send-letter.ts", "export async function sendLetter(deps: Deps, letter: Letter) {}"),
      ],
      complaint: "a private step of emails",
    },
    {
      files: [
        file("lib/portal/start-portal.ts", 'import { tellTale } from "#db/seeding/tell-tale.ts"'),
        file("db/seeding/tell-tale.ts", "export async function tellTale(deps: Deps) {}"),
      ],
      complaint: "a private step of db",
    },
  ],
  passing: [
    file("lib/runtime.ts", 'import { unleash } from "./flags/providers/unleash.ts"'),
    file("lib/flags/providers/unleash.ts", 'import { toExposure } from "./unleash-strategy.ts"'),
    file("lib/worker.ts", 'import { sendBatch } from "./delivery/send-batch.ts"'),
    file("lib/launch/raise-curtain.ts", 'import { publish } from "../documents/publish-editions.ts"'),
    file("lib/documents/publish-editions.ts", "export async function publish(tx: Transaction) {}"),
    file("lib/portal/start-portal.ts", 'import { tellStory } from "#db/seed/tell-story.ts"'),
    file("db/seed/tell-story.ts", "export async function tellStory(deps: Deps) {}"),
    SEND(),
  ],
}

function SEND(): SourceFile {
  return file("lib/delivery/send-batch.ts", "export async function sendBatch(deps: Deps, batch: Batch) {}")
}

function complain(one: Import, files: SourceFile[]): string[] {
  const where = `${one.from}:${one.line} imports ${one.target}`
  const adapter = /^lib\/[^/]+\/providers\//.exec(one.target)?.[0]
  if (adapter && one.from !== "lib/runtime.ts" && !isUnder(one.from, adapter))
    return [`${where}: lib/runtime.ts chooses adapters; depend on the port`]
  const home = domainOf(one.target)
  // The story of db/seed is no domain: whoever starts the portal has it told.
  const crosses = domainOf(one.from) !== null && domainOf(one.from) !== home && !isUnder(one.target, "db/seed")
  if (!crosses || one.typeOnly || !files.some((source) => source.path === one.target && isPrivate(source))) return []
  return [
    `${where}, a private step of ${home ?? one.target.split("/")[0]}: call its command (actor), a step that joins (tx), or enqueue its job`,
  ]
}

/** A step that neither asks who is asking nor joins a transaction does work that its own domain, or a job, decided on. */
function isPrivate(source: SourceFile): boolean {
  return (
    isStep(source) &&
    functionsOf(source).some(
      ({ isExported, parameters }) => isExported && takes(parameters, "deps") && !takes(parameters, "actor") && !takes(parameters, "tx"),
    )
  )
}
