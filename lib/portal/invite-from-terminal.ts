import { resolve } from "node:path"
import { startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"
import type { Actor } from "../access/actor.ts"
import { isDomainError } from "../kernel/errors.ts"
import { BadEnvironment } from "../kernel/settings.ts"
import { invitePersonInput } from "../people/input.ts"
import { invitePerson } from "../people/invite-person.ts"
import { type DatabaseAddresses, findDatabase, type OpenRuntime, openRuntime, readSettings } from "../runtime.ts"
import { withGeneratedSecrets } from "./generated-secrets.ts"

type Options = { env: Record<string, string | undefined>; words: string[]; report(line: string): void }

/** Whoever may run commands on the machine has the database anyway. */
const OPERATOR: Actor = { kind: "system", name: "the operator" }

const USAGE = "npm run invite -- ada@acme.example publisher\n(roles: owner, publisher, author, support, engineer, viewer)"

/** `npm run invite -- address role`, beside a running portal or without one. Gives what the process ends with. */
export async function inviteFromTerminal({ env, words, report }: Options): Promise<number> {
  const [email, role, ...more] = words
  const input = invitePersonInput.safeParse({ email, role })
  if (!input.success || more.length > 0) {
    for (const issue of input.error?.issues ?? []) report(`${issue.path.join(".")}: ${issue.message}`)
    report(USAGE)
    return 1
  }
  try {
    await onPortal(env, report, (runtime) => invitePerson(runtime, OPERATOR, input.data))
    report(`${input.data.email} is invited as ${input.data.role}. The portal mails them; they sign in at its address under /signin.`)
    return 0
  } catch (error) {
    if (!isDomainError(error) && !(error instanceof BadEnvironment)) throw error
    report(error.message)
    return 1
  }
}

async function onPortal(env: Options["env"], report: Options["report"], work: (runtime: OpenRuntime) => Promise<unknown>): Promise<void> {
  const settings = readSettings({ ...withGeneratedSecrets(env), CURTAIN_ROLES: "web", LOG_LEVEL: "error" })
  const { databaseUrl } = settings
  const embedded = databaseUrl === null ? await startEmbeddedPostgres({ dataDir: resolve(settings.dataDir), report }) : null
  try {
    const runtime = await openRuntime(
      settings,
      embedded ? addressesOf(embedded) : await findDatabase({ ...settings, databaseUrl: databaseUrl ?? "" }),
    )
    await work(runtime).finally(() => runtime.close())
  } finally {
    await embedded?.stop()
  }
}

function addressesOf({ url, publicUrl }: { url: string; publicUrl: string }): DatabaseAddresses {
  return { url, publicUrl, publicRole: "curtain_public" }
}
