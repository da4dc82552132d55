import { describe, expect, test } from "vitest"
import { BadEnvironment, parseSettings } from "#lib/kernel/settings.ts"
import { signInOrigins } from "#lib/kernel/sign-in-settings.ts"

const base = { CURTAIN_SECRET_KEY: "a-secret-key-for-tests-that-is-long-enough", CURTAIN_API_TOKEN: "a-token-that-is-long-enough" }

function problemsOf(env: Record<string, string>): string[] {
  try {
    parseSettings({ ...base, ...env })
    return []
  } catch (error) {
    if (error instanceof BadEnvironment) return error.problems
    throw error
  }
}

describe("a bad environment", () => {
  test("is told completely: halves of providers, bad addresses and the rest at once", () => {
    const problems = problemsOf({
      PORT: "many",
      AUTH_SECRET: "short",
      AUTH_GITHUB_ID: "x",
      AUTH_OIDC_ISSUER: "http://login.acme.example",
      CURTAIN_OWNER_EMAIL: "ada",
    })
    for (const name of [
      "PORT",
      "AUTH_SECRET",
      "AUTH_GITHUB_SECRET",
      "AUTH_OIDC_ID",
      "AUTH_OIDC_SECRET",
      "AUTH_OIDC_ISSUER",
      "CURTAIN_OWNER_EMAIL",
    ]) {
      expect(
        problems.filter((problem) => problem.startsWith(`${name} `)),
        name,
      ).toHaveLength(1)
    }
  })

  test.each(["AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET", "AUTH_GOOGLE_ID", "AUTH_GOOGLE_SECRET", "AUTH_OIDC_ID", "AUTH_OIDC_SECRET"])(
    "has %s alone",
    (name) => expect(problemsOf({ [name]: "x" })[0]).toContain(`belongs to ${name}`),
  )
})

test("nothing set: mailed links alone, and forms lead nowhere else", () => {
  const { signIn } = parseSettings(base)
  expect(signIn).toEqual({ secret: null, ownerAddress: null, github: null, google: null, oidc: null })
  expect(signInOrigins(signIn)).toEqual([])
})

test("forms may lead to the providers that are on", () => {
  const pair = (name: string) => ({ [`AUTH_${name}_ID`]: "x", [`AUTH_${name}_SECRET`]: "y" })
  const env = { ...base, ...pair("GITHUB"), ...pair("GOOGLE"), ...pair("OIDC"), AUTH_OIDC_ISSUER: "https://login.acme.example/realms/a" }
  expect(signInOrigins(parseSettings(env).signIn)).toEqual([
    "https://github.com",
    "https://accounts.google.com",
    "https://login.acme.example",
  ])
})
