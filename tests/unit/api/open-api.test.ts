import { globSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, test } from "vitest"
import { allOperations } from "../../../app/api/all-operations.ts"
import { describeApi } from "../../../app/api/describe-api.ts"
import type { Operation } from "../../../app/api/operation.ts"
import type { ServedOperation } from "../../../app/api/serve-operation.ts"

const ROOT = join(import.meta.dirname, "../../..")
const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]

// As a client reads it: through JSON.
const described = JSON.parse(JSON.stringify(describeApi(allOperations, "https://news.acme.example")))

type RouteFile = { path: string; exports: Record<string, unknown> }
let routes: RouteFile[] = []

beforeAll(async () => {
  const files = globSync("app/api/v1/**/route.ts", { cwd: ROOT })
  routes = await Promise.all(files.map(async (path) => ({ path, exports: await import(join(ROOT, path)) })))
})

test("the document has the form of OpenAPI 3.1", () => {
  expect(described.openapi).toBe("3.1.0")
  expect(described.info).toEqual(expect.objectContaining({ title: expect.any(String), version: expect.any(String) }))
  expect(complaintsAbout(described)).toEqual([])
})

test("every reference in it leads somewhere", () => {
  for (const reference of referencesIn(described)) {
    const place = reference.replace(/^#\//, "").split("/")
    expect(
      place.reduce((value, key) => value?.[key], described),
      reference,
    ).toBeDefined()
  }
})

test("every operation is described, with the scope it needs", () => {
  for (const operation of allOperations) {
    const one = described.paths[operation.path]?.[operation.method]
    expect(one?.summary, `${operation.method} ${operation.path}`).toBe(operation.summary)
    expect(one.security).toEqual([{ token: [expect.any(String)] }])
    expect(Object.keys(one.responses)).toEqual(expect.arrayContaining([...Object.keys(operation.answers), "401", "403", "422"]))
  }
})

test("what changes something names its Idempotency-Key", () => {
  for (const operation of allOperations.filter(({ method }) => method !== "get")) {
    const { parameters } = described.paths[operation.path][operation.method]
    expect(parameters, operation.path).toContainEqual(expect.objectContaining({ in: "header", name: "Idempotency-Key" }))
  }
})

test("every address of the interface is described", () => {
  const files = globSync("app/api/**/route.ts", { cwd: ROOT }).filter((path) => !path.includes("[["))
  const addresses = files.map((path) => path.replace(/^app|\/route\.ts$/g, "").replace(/\[(\w+)\]/g, "{$1}"))
  // The files that the page of the document is made of.
  const known = new Set([...Object.keys(described.paths), "/api/docs/{file}"])
  expect(addresses.filter((address) => !known.has(address))).toEqual([])
})

test("operation ids are unique", () => {
  const ids = Object.values<Record<string, { operationId: string }>>(described.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  )
  expect(new Set(ids).size).toBe(ids.length)
})

test("request bodies refuse unknown fields at every level", () => {
  for (const operation of allOperations.filter(({ body }) => body !== null)) {
    const { schema } = described.paths[operation.path][operation.method].requestBody.content["application/json"]
    expect(openObjectsIn(schema, described), `${operation.method} ${operation.path}`).toEqual([])
  }
})

test("every route of /api/v1 answers all methods, and those that work are operations of that very address", () => {
  for (const { path, exports } of routes) {
    expect(Object.keys(exports).sort(), path).toEqual([...METHODS].sort())
    for (const [method, handler] of Object.entries(exports)) {
      const operation = operationOf(handler)
      if (operation === null || method === "HEAD") continue
      expect(`${operation.method} ${operation.path}`).toBe(`${method.toLowerCase()} ${addressOf(path)}`)
    }
  }
})

test("every operation is bound in a route file, and every bound one is listed", () => {
  const bound = new Set(routes.flatMap(({ exports }) => Object.values(exports).map(operationOf)).filter((found) => found !== null))
  const listed = new Set(allOperations.filter(({ path }) => path.startsWith("/api/v1/")))
  expect(nameOf([...bound])).toEqual(nameOf([...listed]))
})

function operationOf(handler: unknown): Operation | null {
  return typeof handler === "function" && "operation" in handler ? (handler as ServedOperation).operation : null
}

function nameOf(operations: Operation[]): string[] {
  return operations.map(({ method, path }) => `${method} ${path}`).sort()
}

function addressOf(path: string): string {
  return `/${path
    .replace(/^app\//, "")
    .replace(/\/route\.ts$/, "")
    .replaceAll(/\[(\w+)\]/g, "{$1}")}`
}

type Json = Record<string, unknown>

/** The rules of the specification that a slip would break first. */
function complaintsAbout(document: { paths: Record<string, Record<string, Json>> }): string[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) => {
      const where = `${method} ${path}`
      const parameters = (operation.parameters ?? []) as { name: string; in: string; required?: boolean; schema?: unknown }[]
      const inPath = parameters.filter((parameter) => parameter.in === "path")
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1])
      const responses = Object.entries(operation.responses as Record<string, { description?: string }>)
      return [
        ...(/^\/api\//.test(path) ? [] : [`${where}: address`]),
        ...(["get", "post", "patch", "delete"].includes(method) ? [] : [`${where}: method`]),
        ...(inPath.map(({ name }) => name).join() === named.join() ? [] : [`${where}: path parameters`]),
        ...inPath.filter(({ required }) => required !== true).map(({ name }) => `${where}: ${name} must be required`),
        ...parameters.filter(({ schema }) => schema === undefined).map(({ name }) => `${where}: ${name} has no schema`),
        ...responses.filter(([status]) => !/^[1-5]\d\d$/.test(status)).map(([status]) => `${where}: status ${status}`),
        ...responses.filter(([, { description }]) => !description).map(([status]) => `${where}: ${status} has no description`),
      ]
    }),
  )
}

function referencesIn(value: unknown): string[] {
  if (value === null || typeof value !== "object") return []
  return Object.entries(value).flatMap(([key, inner]) => (key === "$ref" ? [String(inner)] : referencesIn(inner)))
}

/** Objects with named fields that let further ones in; a map of free names has none. */
function openObjectsIn(schema: unknown, document: unknown): unknown[] {
  if (schema === null || typeof schema !== "object") return []
  const isOpen = "properties" in schema && (schema as Json).additionalProperties !== false
  return [...(isOpen ? [schema] : []), ...Object.values(schema).flatMap((inner) => openObjectsIn(inner, document))]
}
