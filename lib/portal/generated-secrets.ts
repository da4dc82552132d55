import { randomBytes } from "node:crypto"
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { BadEnvironment } from "../kernel/settings.ts"

type Environment = Record<string, string | undefined>

const GENERATED = {
  CURTAIN_SECRET_KEY: () => randomBytes(48).toString("base64url"),
  CURTAIN_API_TOKEN: () => `curtain_${randomBytes(24).toString("base64url")}`,
  GITHUB_WEBHOOK_SECRET: () => randomBytes(32).toString("hex"),
  // In the form of Standard Webhooks, so that it can be GitLab's secret token and its signing token alike.
  GITLAB_WEBHOOK_TOKEN: () => `whsec_${randomBytes(32).toString("base64")}`,
}

type SecretName = keyof typeof GENERATED
const NAMES = Object.keys(GENERATED) as SecretName[]

/** Without these a hook takes nothing, and all else works: where secrets are not generated they may be missing. */
const OPTIONAL: readonly string[] = ["GITHUB_WEBHOOK_SECRET", "GITLAB_WEBHOOK_TOKEN"] satisfies SecretName[]

/** Only its owner may read it. */
const PRIVATE = 0o600

/**
 * Fills in the secrets that nobody set, made once and kept in the data folder. In production with a database of its own
 * that has to be meant: a second machine would make others, and what the first one encrypted would be lost to it.
 */
export function withGeneratedSecrets(env: Environment): Environment {
  const missing = NAMES.filter((name) => !env[name])
  if (missing.length === 0) return env
  if (env.NODE_ENV === "production" && env.DATABASE_URL && env.CURTAIN_ALLOW_GENERATED_SECRETS !== "1") {
    const needed = missing.filter((name) => !OPTIONAL.includes(name))
    if (needed.length === 0) return env
    throw new BadEnvironment(
      needed.map((name) => `${name} is not set; CURTAIN_ALLOW_GENERATED_SECRETS=1 lets this machine make one and keep it`),
    )
  }
  return { ...env, ...secretsIn(env.CURTAIN_DATA_DIR || ".curtain", missing) }
}

export function secretsFile(dataDir: string): string {
  return join(dataDir, "secrets.json")
}

export function secretsIn(dataDir: string, wanted: SecretName[]): Environment {
  const kept = readKept(secretsFile(dataDir))
  const secrets = Object.fromEntries(NAMES.map((name) => [name, kept[name] ?? GENERATED[name]()]))
  if (NAMES.some((name) => kept[name] === undefined)) keep(dataDir, secrets)
  return Object.fromEntries(wanted.map((name) => [name, secrets[name]]))
}

function readKept(file: string): Environment {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Environment
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {}
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}. Mend or remove it.`)
  }
}

/** Written beside and moved into place: a crash leaves the old file or the new one, never half of one. */
function keep(dataDir: string, secrets: Environment): void {
  mkdirSync(dataDir, { recursive: true })
  const file = secretsFile(dataDir)
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: PRIVATE })
  renameSync(`${file}.new`, file)
}
