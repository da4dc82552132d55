import { expect, test } from "vitest"
import { unleashProvider } from "#lib/flags/providers/unleash.ts"
import { plainOutbound } from "#tests/support/plain-outbound.ts"
import type { UnleashPeer } from "#tests/support/unleash-peers.ts"
import { aFlag } from "#tests/support/unleash-under-test.ts"

const provider = unleashProvider(plainOutbound)

/** What *Test connection* tells of each kind of token, without changing anything. Run against the real server and our fake. */
export function tellsTokensApart(peer: () => UnleashPeer): void {
  const ask = (token: string, given: { baseUrl?: string; project?: string } = {}) =>
    provider.test({ baseUrl: peer().url, project: "default", token, ...given })
  const failed = (detail: string) => expect.objectContaining({ status: "fail", detail: expect.stringContaining(detail) })

  test("An admin's token may do everything, and is said to pass by approvals", async () => {
    const report = await ask(peer().adminToken)
    expect(report).toMatchObject({ ok: true })
    expect(report.checks.map(({ check }) => check)).toEqual([
      "address",
      "token",
      "project",
      "read flags",
      "flip flags in development",
      "flip flags in production",
    ])
    expect(JSON.stringify(report)).toContain("pass without one")
  })

  test("An editor's token may flip flags", async () => {
    expect(await ask(await peer().personalToken("editor"))).toMatchObject({ ok: true })
  })

  test("A viewer's token lacks each permission by its name", async () => {
    const report = await ask(await peer().personalToken("viewer"))
    expect(report.ok).toBe(false)
    const names = '"Enable/disable flags", "Create activation strategies", "Update activation strategies", "Delete activation strategies"'
    expect(report.checks).toContainEqual(failed(`${names} in "production"`))
  })

  test("A viewer's token is refused by the flag too, with the permission that it lacks first", async () => {
    const flag = { ...(await aFlag(peer(), "off")), token: await peer().personalToken("viewer") }
    const recorded = await provider.read(flag)
    if (recorded.is !== "seen") throw new Error(recorded.reason)
    const change = { recorded: recorded.state, desired: { kind: "everyone" } as const, key: "a viewer's" }
    const refused = { is: "refused", because: "credential", reason: expect.stringContaining("Create activation strategies") }
    expect(await provider.set(flag, change)).toMatchObject(refused)
  })

  test("A token for SDKs is explained", async () => {
    expect(await ask(peer().backendToken)).toMatchObject({ ok: false, checks: [failed("SDKs")] })
  })

  test("A token that nobody knows is refused", async () => {
    expect(await ask("user:nobody-knows")).toMatchObject({ ok: false, checks: [failed("does not accept the token")] })
  })

  test("A project that is not there is named", async () => {
    const report = await ask(peer().adminToken, { project: "moon" })
    expect(report).toMatchObject({ ok: false })
    expect(report.checks.at(-1)).toEqual(failed('no project "moon"'))
  })

  test("An address as people copy it from an SDK's settings works too", async () => {
    for (const end of ["/", "/api", "/api/", "/api/admin", "/api/client"])
      expect(await ask(peer().adminToken, { baseUrl: `${peer().url}${end}` })).toMatchObject({ ok: true })
  })

  test("No report tells the token, although the service would", async () => {
    for (const token of [peer().adminToken, peer().backendToken, "user:nobody-knows"])
      expect(JSON.stringify(await ask(token))).not.toContain(token)
  })
}
