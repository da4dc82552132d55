import { generateKeyPairSync } from "node:crypto"
import { describe, expect, test } from "vitest"
import { BadEnvironment, parseSettings } from "#lib/kernel/settings.ts"

const BASE = { CURTAIN_SECRET_KEY: "a-secret-key-for-tests-that-is-long-enough", CURTAIN_API_TOKEN: "a-token-of-the-tests-that-is-long" }

function problemsOf(env: Record<string, string>): string[] {
  try {
    parseSettings({ ...BASE, ...env })
    return []
  } catch (error) {
    if (error instanceof BadEnvironment) return error.problems
    throw error
  }
}

const named = (env: Record<string, string>) => problemsOf(env).map((problem) => problem.split(" ")[0])

describe("how mail leaves", () => {
  test("is capture unless something is said", () => {
    expect(parseSettings(BASE).mail).toMatchObject({ transport: "capture", from: "releases@localhost", dkim: null })
  })

  test("names everything that is missing at once, with what else is wrong", () => {
    expect(named({ MAIL_TRANSPORT: "smtp", PORT: "x" })).toEqual(["PORT", "MAIL_FROM", "SMTP_URL"])
    expect(named({ MAIL_TRANSPORT: "resend", MAIL_FROM: "nobody" })).toEqual(["RESEND_API_KEY", "MAIL_FROM"])
    expect(named({ MAIL_TRANSPORT: "pigeon" })).toEqual(["MAIL_TRANSPORT"])
    expect(named({ SMTP_URL: "http://mail", RESEND_BASE_URL: "api", MAIL_REPLY_TO: "a@b\r\nBcc: c@d.example" })).toEqual([
      "MAIL_REPLY_TO",
      "SMTP_URL",
      "RESEND_BASE_URL",
    ])
  })

  test("takes addresses of both forms", () => {
    for (const from of ["news@acme.example", "Acme <news@acme.example>", '"Acme, Inc." <news@acme.example>'])
      expect(named({ MAIL_TRANSPORT: "smtp", SMTP_URL: "smtps://mail.example", MAIL_FROM: from })).toEqual([])
  })

  test("signs with a whole and strong key, or not at all", () => {
    const pem = (bits: number) =>
      generateKeyPairSync("rsa", { modulusLength: bits }).privateKey.export({ type: "pkcs8", format: "pem" }).toString()
    const dkim = { SMTP_DKIM_DOMAIN: "acme.example", SMTP_DKIM_SELECTOR: "c1" }
    expect(named(dkim)).toEqual(["SMTP_DKIM_PRIVATE_KEY"])
    expect(named({ ...dkim, SMTP_DKIM_PRIVATE_KEY: "nonsense" })).toEqual(["SMTP_DKIM_PRIVATE_KEY"])
    expect(named({ ...dkim, SMTP_DKIM_PRIVATE_KEY: pem(512) })).toEqual(["SMTP_DKIM_PRIVATE_KEY"])
    const strong = pem(2048)
    for (const key of [strong, strong.replaceAll("\n", "\\n")])
      expect(parseSettings({ ...BASE, ...dkim, SMTP_DKIM_PRIVATE_KEY: key }).mail.dkim?.privateKey).toBe(strong)
  })

  test("is not capture in production by mistake", () => {
    const production = { NODE_ENV: "production", DATABASE_URL: "postgresql://curtain@db/curtain" }
    expect(problemsOf(production)).toEqual([expect.stringContaining("CURTAIN_ALLOW_CAPTURE=1")])
    expect(problemsOf({ ...production, CURTAIN_ALLOW_CAPTURE: "1" })).toEqual([])
    expect(problemsOf({ NODE_ENV: "production" })).toEqual([])
  })
})
