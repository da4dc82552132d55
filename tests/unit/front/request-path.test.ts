import { expect, test } from "vitest"
import { isUnambiguous, pathOf, queryForHandlers } from "../../../app/front/request-path.ts"

test.each([
  ["/a?b=c?d", { path: "/a", query: "b=c?d" }],
  ["/a", { path: "/a", query: "" }],
  [undefined, { path: "", query: "" }],
])("%s is taken apart and not decoded", (url, parts) => {
  expect(pathOf(url)).toEqual(parts)
})

test.each(["/", "/changelog/new-editor", "/ofrep/v1/evaluate/flags/team%2Fflag", "/api/v1/releases/", "/a/.well-known"])(
  "%s can be read in one way only",
  (path) => {
    expect(isUnambiguous(path)).toBe(true)
  },
)

test.each([
  "/api/../r/1",
  "/api/%2e%2e/r/1",
  "/api/%2E./r/1",
  "/api/..%2fr/1",
  "/api/x%2f..%2f..%2fr",
  "/api/./v1",
  "//r/1",
  "/api//v1",
  "/api\\v1",
  "/api/%5c..%5cr",
  "/api/%00",
  "/api/%zz",
])("%s could be read in two ways", (path) => {
  expect(isUnambiguous(path)).toBe(false)
})

test("a query keeps what a client asks, without what Next would take for params of a route", () => {
  expect(queryForHandlers("limit=2&nxtPid=secret&%6extPid=secret&_rsc=1ab&cursor=x%3D")).toBe("?limit=2&cursor=x%3D")
  expect(queryForHandlers("_rsc=1")).toBe("")
})
