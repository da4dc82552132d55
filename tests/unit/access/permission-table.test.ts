import { globSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { ROLES } from "#lib/access/actor.ts"
import { authorize, mayDo } from "#lib/access/authorize.ts"
import { permissionFor } from "#lib/access/permissions.ts"
import { idOf, type PersonId } from "#lib/kernel/ids.ts"
import { ACTION_ROWS, OPERATION_ROWS, PAGE_ROWS } from "#tests/support/permission-table.ts"
import { allOperations } from "../../../app/api/all-operations.ts"

const WORKSPACE = new URL("../../../app/workspace/", import.meta.url).pathname
const nameOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`
const as = (role: (typeof ROLES)[number]) => ({ kind: "person" as const, id: idOf<PersonId>("1"), name: "Ada", role })

test("every operation has a row in the table, and every row an operation", () => {
  expect(OPERATION_ROWS.map(({ operation }) => operation).sort()).toEqual(allOperations.map(nameOf).sort())
})

test("every page and route of the workspace has a row", () => {
  const folders = globSync("**/{page.tsx,route.ts}", { cwd: WORKSPACE }).map((file) => file.replace(/\/?[^/]+$/, "") || ".")
  expect(PAGE_ROWS.map(({ folder }) => folder).sort()).toEqual(folders.sort())
})

test("every action of the workspace has a row, and is one call of `acting`", () => {
  const found = globSync("**/actions.ts", { cwd: WORKSPACE }).flatMap((file) => {
    const text = readFileSync(`${WORKSPACE}${file}`, "utf8")
    const exported = [...text.matchAll(/^export async function (\w+)\(/gm)].map((hit) => hit[1] ?? "")
    const guarded = [...text.matchAll(/^export async function (\w+)\([^)]*\): Promise<FormState> \{\n {2}return acting\(/gm)]
    expect(guarded.map((hit) => hit[1]).sort(), `${file}: what is exported begins with acting(`).toEqual([...exported].sort())
    return exported.map((name) => `${file.replace("/actions.ts", "")} ${name}`)
  })
  expect(ACTION_ROWS.map(({ action }) => action).sort()).toEqual(found.sort())
})

describe.each(OPERATION_ROWS)("$operation", ({ operation, scope, roles }) => {
  const act = allOperations.find((one) => nameOf(one) === operation)?.act ?? "access.manage"

  test("needs the scope that is meant", () => expect(permissionFor(act).scope).toBe(scope))

  test.each(ROLES)("%s", (role) => {
    expect(mayDo(as(role), act)).toBe(roles.includes(role))
    if (!roles.includes(role)) expect(() => authorize(as(role), act)).toThrow(`you are here as ${role}`)
  })
})
