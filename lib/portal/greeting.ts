import { secretsFile } from "./generated-secrets.ts"
import type { Portal } from "./start-portal.ts"

/** What a person needs to know right after the start. The token itself stays out of terminals and their logs. */
export function greeting({ settings, url, ownerLink }: Portal, env: Record<string, string | undefined>): string[] {
  if (url === null) return ["The worker is taking jobs."]
  const token = env.CURTAIN_API_TOKEN ? "CURTAIN_API_TOKEN, as you set it" : `"CURTAIN_API_TOKEN" in ${secretsFile(settings.dataDir)}`
  // One address for everything, where the cookies will be; a port that the system chose is in no setting.
  const address = settings.port === 0 ? url : settings.publicUrl.origin
  return [
    `Curtain is at ${address}`,
    `  the public site   ${address}/`,
    `  the workspace     ${address}/workspace`,
    `  the interface     ${address}/api/openapi.json`,
    `  the token for it  ${token}`,
    ...(ownerLink === null ? [] : [`  sign in as owner  ${address}/signin/confirm/${ownerLink}  (once, within a day)`]),
    `  hooks             ${address}/api/hooks/github  (secret: ${secretOf("GITHUB_WEBHOOK_SECRET", settings, env)})`,
    ...(address === url ? [] : [`  it listens at     ${url}`]),
    "  Ctrl-C stops it; everything is there again at the next start.",
  ]
}

function secretOf(name: "GITHUB_WEBHOOK_SECRET", { hooks, dataDir }: Portal["settings"], env: Record<string, string | undefined>): string {
  if (hooks.githubSecret === null) return `${name} is not set, so nothing is taken`
  return env[name] ? `${name}, as you set it` : `"${name}" in ${secretsFile(dataDir)}`
}
