import { expect, test } from "vitest"
import { findPersonByAddress } from "#lib/people/queries.ts"
import { inviteFromTerminal } from "#lib/portal/invite-from-terminal.ts"
import { API_TOKEN, aWorld } from "#tests/support/world.ts"

test("an operator invites from the terminal, beside a running portal, and is told what is wrong", async () => {
  const world = await aWorld()
  const env = {
    DATABASE_URL: world.url,
    DATABASE_PUBLIC_URL: world.publicUrl,
    CURTAIN_SECRET_KEY: world.settings.secretKey,
    CURTAIN_API_TOKEN: API_TOKEN,
  }
  const said: string[] = []
  const invite = (...words: string[]) => inviteFromTerminal({ env, words, report: (line) => void said.push(line) })
  expect(await invite("Ada@acme.example", "publisher")).toBe(0)
  expect(await findPersonByAddress(world.db, "ada@acme.example")).toMatchObject({ role: "publisher", invitedBy: "the operator" })
  expect(await invite("ada@acme.example", "viewer")).toBe(1)
  expect(said.at(-1)).toContain("is here already")
  expect(await invite("ada", "king")).toBe(1)
  expect(said.slice(-3).join("\n")).toMatch(/email: must be one address[\s\S]*role: must be one of[\s\S]*npm run invite/)
})
