import { expect, test } from "vitest"
import { DEPLOYMENT_STATUSES, type DeploymentStatus, mayBecome, spellOut } from "#lib/changes/deployment.ts"

test.each<[DeploymentStatus, DeploymentStatus[]]>([
  ["in_progress", ["success", "failure"]],
  ["failure", ["success"]],
  ["success", []],
])("a deployment that is %s may become %j", (from, possible) => {
  expect(DEPLOYMENT_STATUSES.filter((to) => mayBecome(from, to))).toEqual(possible)
})

test("an abbreviated SHA is spelled out where only one commit can be meant", () => {
  const one = `abcdef0${"1".repeat(33)}`
  const other = `abcdef0${"2".repeat(33)}`
  expect(spellOut("abcdef0", [one])).toBe(one)
  expect(spellOut("abcdef0", [one, one])).toBe(one)
  expect(spellOut("abcdef0", [one, other])).toBe("abcdef0")
  expect(spellOut("abcdef0", [])).toBe("abcdef0")
  expect(spellOut(one, [one, other])).toBe(one)
})
