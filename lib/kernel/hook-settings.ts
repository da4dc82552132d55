import { z } from "zod"

/** What hooks have to prove, and whom we ask about what they leave out. Null: that hook takes nothing, and nobody is asked. */
export type HookSettings = {
  githubSecret: string | null
  gitlabToken: string | null
  githubToken: string | null
  githubApiUrl: URL
}

const secret = z.string().min(16, "must have 16 characters or more; `openssl rand -hex 32` makes one")

export const HOOK_VARIABLES = {
  GITHUB_WEBHOOK_SECRET: secret.optional(),
  GITLAB_WEBHOOK_TOKEN: secret.optional(),
  GITHUB_TOKEN: z.string().optional(),
  GITHUB_API_URL: z
    .url({ protocol: /^https?$/, error: "must be an address like https://api.github.com" })
    .default("https://api.github.com"),
}

type Values = z.output<z.ZodObject<typeof HOOK_VARIABLES>>

export function hookSettingsOf(values: Values): HookSettings {
  return {
    githubSecret: values.GITHUB_WEBHOOK_SECRET ?? null,
    gitlabToken: values.GITLAB_WEBHOOK_TOKEN ?? null,
    githubToken: values.GITHUB_TOKEN ?? null,
    githubApiUrl: new URL(values.GITHUB_API_URL),
  }
}
