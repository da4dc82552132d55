import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { ROUTES } from "../../../app/front/route-table.ts"

const CONFIGURATION = readFileSync(new URL("../../../app/front/nginx.conf", import.meta.url), "utf8")
const personal = new RegExp(/location ~ (\^\/\(\?:api\|\S+) \{/.exec(CONFIGURATION)?.[1] ?? "no such location")
const KEPT = ["style", "static", "file", "program"]

test.each(ROUTES.map(({ pattern, kind }) => ({ pattern, kind })))("nginx keeps $pattern only if it is published", ({ pattern, kind }) => {
  expect(personal.test(pattern.replaceAll(/\{\w+\}|…/g, "x"))).toBe(!KEPT.includes(kind))
})
