import { sql } from "drizzle-orm"
import { beforeAll, describe, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { idOf, type SubscriberId } from "#lib/kernel/ids.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { endSubscription } from "#lib/subscribers/end-subscription.ts"
import { subscriberToken } from "#lib/subscribers/subscriber-link.ts"
import { ask } from "#tests/support/ask.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import * as oneSegment from "../../../app/api/v1/segments/[id]/route.ts"
import * as segments from "../../../app/api/v1/segments/route.ts"
import * as oneSubscriber from "../../../app/api/v1/subscribers/[id]/route.ts"
import * as importing from "../../../app/api/v1/subscribers/import/route.ts"
import * as subscribers from "../../../app/api/v1/subscribers/route.ts"
import * as topics from "../../../app/api/v1/topics/route.ts"

let world: World
beforeAll(async () => {
  world = await aWorld()
  shareRuntime(world)
  for (const key of ["api", "billing"]) await ask(topics.POST, "/api/v1/topics", { body: { key, name: key.toUpperCase() } })
})

const PATH = "/api/v1/subscribers"
type Told = {
  status: number
  body: Record<string, unknown> & { id: string; items: { id: string; email: string }[]; errors: { path: string }[] }
}

async function told(response: Response): Promise<Told> {
  const text = await response.text()
  return { status: response.status, body: text === "" ? {} : JSON.parse(text) }
}

const add = async (body: object, headers: Record<string, string> = {}) =>
  told(await ask(subscribers.POST, PATH, { body: { consent: "confirmed", ...body }, headers }))
const show = async (id: string) => told(await ask(oneSubscriber.GET, `${PATH}/${id}`, { params: { id } }))
const erase = async (id: string) => told(await ask(oneSubscriber.DELETE, `${PATH}/${id}`, { method: "DELETE", params: { id } }))
const find = async (query: string) => told(await ask(subscribers.GET, `${PATH}?${query}`))
const upload = async (csv: BodyInit, query = "", headers: Record<string, string> = {}) =>
  told(await ask(importing.POST, `${PATH}/import${query}`, { rawBody: csv, headers: { "content-type": "text/csv", ...headers } }))
const unsubscribe = (id: string) =>
  endSubscription(world, {
    token: subscriberToken(world.settings, { purpose: "unsubscribe", subscriberId: idOf<SubscriberId>(id) }),
    by: "one_click",
  })

describe("a subscriber", () => {
  test("is added with consent that names who stated it", async () => {
    const created = await add({
      email: " Ada@Acme.example ",
      name: "Ada",
      locale: "de-at",
      traits: { plan: "pro", seats: 12, beta: true },
      topics: ["api"],
    })
    expect(created).toMatchObject({
      status: 201,
      body: {
        email: "Ada@Acme.example",
        name: "Ada",
        locale: "de-AT",
        state: "active",
        traits: { plan: "pro", seats: 12, beta: true },
        topics: ["api"],
        consent: { basis: "stated", source: "added by bootstrap token", at: expect.stringMatching(/Z$/) },
        ended: null,
        suppressed: null,
      },
    })
    expect((await show(created.body.id)).body).toEqual(created.body)
  })

  test("who is known is one person, in any case, and keeps what is not said", async () => {
    const { body } = await add({ email: "twice@acme.example", name: "Bea", locale: "fr", traits: { plan: "pro" } })
    const again = await add({ email: "TWICE@acme.example", traits: { seats: 3 } })
    expect(again).toMatchObject({
      status: 200,
      body: { id: body.id, email: "twice@acme.example", name: "Bea", locale: "fr", traits: { plan: "pro", seats: 3 } },
    })
  })

  test("says everything that is wrong at once", async () => {
    const answer = await add({ email: "nobody", locale: "x", topics: ["API"], traits: { a: null }, consent: "maybe", more: 1 })
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map(({ path }) => path).sort()).toEqual(["consent", "email", "locale", "more", "topics.0", "traits.a"])
    expect(await add({ email: "t@acme.example", topics: ["nothing"] })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "topics" }] },
    })
  })

  test("who has unsubscribed is not brought back", async () => {
    const { body } = await add({ email: "left@acme.example" })
    await unsubscribe(body.id)
    expect(await show(body.id)).toMatchObject({ body: { state: "ended", ended: { reason: "one_click" } } })
    expect(await add({ email: "left@acme.example" })).toMatchObject({ status: 409, body: { code: "unsubscribed" } })
    expect(await show(body.id)).toMatchObject({ body: { state: "ended" } })
  })

  test("is found by a part of address or name, state, topic and segment, page by page", async () => {
    await add({ email: "find-one@acme.example", name: "Needle One", topics: ["billing"] })
    await add({ email: "find-two@acme.example", name: "50%_Two" })
    const emails = async (query: string) => (await find(query)).body.items.map(({ email }) => email)
    expect(await emails("search=find-&topic=api")).toEqual(["find-two@acme.example"])
    expect(await emails("search=NEEDLE")).toEqual(["find-one@acme.example"])
    expect(await emails("search=50%25_")).toEqual(["find-two@acme.example"])
    expect(await emails("state=ended")).toEqual(["left@acme.example"])
    const first = await find("search=find-&limit=1")
    expect(await emails(`search=find-&limit=1&cursor=${first.body.nextCursor}`)).toEqual(["find-one@acme.example"])
    const rule = { all: [{ trait: "plan", operator: "equals", values: ["pro"] }, { locales: ["fr"] }] }
    const segment = await told(await ask(segments.POST, "/api/v1/segments", { body: { name: "French pros", rule } }))
    expect(segment).toMatchObject({ status: 201, body: { name: "French pros", rule, members: 1 } })
    expect(await emails(`segment=${segment.body.id}`)).toEqual(["twice@acme.example"])
    expect(await told(await ask(oneSegment.GET, `/api/v1/segments/${segment.body.id}`, { params: { id: segment.body.id } }))).toMatchObject(
      { body: segment.body },
    )
  })

  test("is read and written with subscribers:write alone", async () => {
    const { token } = await createToken(world, ADA, createTokenInput.parse({ name: "reader", scopes: ["releases:write"] }))
    expect((await ask(subscribers.GET, PATH, { token })).status).toBe(403)
    expect((await ask(importing.POST, `${PATH}/import`, { token, rawBody: "email", headers: { "content-type": "text/csv" } })).status).toBe(
      403,
    )
  })
})

describe("a segment", () => {
  test.each([
    ["no rule", {}],
    ["two rules in one", { locales: ["en"], topics: ["api"] }],
    ["an operator that cannot hold", { trait: "seats", operator: "greater_than", values: [true] }],
    ["several values where one is taken", { trait: "plan", operator: "equals", values: ["a", "b"] }],
    ["no values", { trait: "plan", operator: "in", values: [] }],
    ["a domain that is none", { emailDomains: ["acme"] }],
    ["a topic that is none", { topics: ["nothing"] }],
    ["a rule that is too deep", { not: { not: { not: { not: { not: { not: { locales: ["en"] } } } } } } }],
  ])("is refused with %s", async (_, rule) => {
    expect((await ask(segments.POST, "/api/v1/segments", { body: { name: "Wrong", rule } })).status).toBe(422)
  })
})

describe("erasing", () => {
  test("leaves a hash and nothing that names the person, and no list brings them back", async () => {
    const key = { "idempotency-key": "forgettable" }
    const { body } = await add({ email: "Forget.Me@acme.example", name: "Fanny Forget", traits: { company: "Forgettable" } }, key)
    await world.mailer.sendBatch([{ to: { address: "Forget.Me@acme.example" }, subject: "Fanny", html: "", text: "" }], {
      key: "f",
      timeoutMs: 1000,
    })
    expect(await countTablesWith("forget.me")).toEqual(expect.arrayContaining(["subscribers", "idempotent_answers", "captured_mails"]))
    expect((await erase(body.id)).status).toBe(204)
    expect((await show(body.id)).status).toBe(404)
    expect(await erase(body.id)).toMatchObject({ status: 404 })
    for (const word of ["forget.me", "Fanny Forget", "Forgettable"]) expect(await countTablesWith(word), word).toEqual([])
    expect(await add({ email: "forget.me@acme.example" })).toMatchObject({ status: 409, body: { code: "suppressed" } })
    expect(await upload("email,consent\nFORGET.ME@acme.example,confirmed\n")).toMatchObject({
      body: { rows: [{ row: 2, result: "kept_out" }] },
    })
    expect(await countTablesWith("forget.me")).toEqual([])
  })

  /** Every text of every table, as a leaked copy of the database would be searched. */
  async function countTablesWith(word: string): Promise<string[]> {
    const tables = await world.db.execute<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname in ('public', 'pgboss')`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      const rows = await world.db
        .execute(sql`select 1 from ${sql.identifier(name)} as one where one::text ilike ${`%${word}%`} limit 1`)
        .catch(() => [])
      if (rows.length > 0) found.push(name)
    }
    return found
  }
})

describe("an import", () => {
  test("tells of every line, whatever is wrong with it, and adds the rest", async () => {
    await add({ email: "here@acme.example", name: "Here" })
    const lines = [
      "\uFEFFEmail;Name;consent;topics;seats;vip",
      "one@import.example;One;confirmed;api billing;12;true",
      "here@acme.example;;confirmed;;3;",
      "left@acme.example;;confirmed;;;",
      "ONE@import.example;Again;confirmed;;;",
      "nobody;;confirmed;;;",
      "two@import.example;;;;;",
      'three@import.example;"Smith; Ann";confirmed;;01;no',
      'four@import.example;"never closed;confirmed;;;',
      "five@import.example;Five;pending;;;",
      "six@import.example;too;few",
      "seven@import.example;;confirmed;nothing;;",
      "",
      "eight@import.example;Eight;confirmed;;;",
    ]
    const answer = await upload(lines.join("\r\n"))
    expect(answer.status).toBe(200)
    const rows = answer.body.rows as { row: number; result: string; message: string | null }[]
    expect(rows.map(({ row, result }) => [row, result])).toEqual([
      [2, "added"],
      [3, "updated"],
      [4, "kept_out"],
      [5, "duplicate"],
      [6, "refused"],
      [7, "refused"],
      [8, "added"],
      [9, "refused"],
      [10, "added"],
      [11, "refused"],
      [12, "refused"],
      [14, "added"],
    ])
    expect(rows.map(({ message }) => message).filter((message) => message !== null)).toEqual([
      expect.stringContaining("unsubscribed"),
      "is the same address as row 2",
      expect.stringContaining("email must be an address"),
      expect.stringContaining("consent must be confirmed or pending"),
      "has a quote that is never closed",
      "has 3 cells, and the first line names 6 columns",
      expect.stringContaining("topics names a topic that does not exist"),
    ])
    expect(answer.body.counts).toEqual({ rows: 12, added: 4, updated: 1, kept_out: 1, duplicate: 1, refused: 5 })
    const [one] = (await find("search=one@import")).body.items
    expect(one).toMatchObject({ name: "One", topics: ["api", "billing"], traits: { seats: 12, vip: true }, state: "active" })
    expect((await find("search=three@import")).body.items).toMatchObject([{ name: "Smith; Ann", traits: { seats: "01", vip: "no" } }])
    expect((await find("search=five@import")).body.items).toMatchObject([{ state: "pending", consent: null }])
  })

  test("takes consent for the whole file, and mails nobody", async () => {
    const csv = ["email", ...Array.from({ length: 1000 }, (_, place) => `p${place}@many.example`)].join("\n")
    expect(await upload(csv, "?consent=confirmed")).toMatchObject({ status: 200, body: { counts: { rows: 1000, added: 1000 } } })
    await upload(csv.replace("p0@", "q0@"), "?consent=pending")
    const owed = await world.db.execute<{ mails: number; requests: number; jobs: number }>(sql`
      select (select count(*)::int from captured_mails) as mails, (select count(*)::int from subscription_requests) as requests,
        (select count(*)::int from pgboss.job where name = 'subscription.answer') as jobs`)
    expect(owed[0]).toEqual({ mails: 0, requests: 0, jobs: 0 })
  })

  test("is done once under an Idempotency-Key", async () => {
    const headers = { "idempotency-key": "import-once" }
    const csv = "email,consent\nonce@import.example,confirmed\n"
    const [first, again] = [await upload(csv, "", headers), await upload(csv, "", headers)]
    expect(again).toEqual(first)
    expect(await upload(`${csv}\nother@import.example,confirmed`, "", headers)).toMatchObject({
      status: 422,
      body: { code: "idempotency_mismatch" },
    })
  })

  test.each([
    ["nothing in it", ""],
    ["no column email", "name,consent\nAda,confirmed"],
    ["a column twice", "email,plan,plan\na@b.example,1,2"],
    ["a first line with a wrong quote", 'email,"na"me\na@b.example,1'],
    ["a column without a name", "email,\na@b.example,1"],
    ["a column that is no name", "email,__proto__\na@b.example,1"],
  ])("of a file with %s is refused as a whole", async (_, csv) => {
    expect(await upload(csv, "?consent=confirmed")).toMatchObject({ status: 422, body: { errors: [{ path: "" }] } })
  })

  test("takes CSV alone, of 20 MB and 50,000 lines at most", async () => {
    expect(await upload("{}", "", { "content-type": "application/json" })).toMatchObject({ body: { code: "unsupported_media_type" } })
    expect((await upload("x".repeat(20 * 1024 * 1024 + 1))).status).toBe(413)
    const many = ["email", ...Array.from({ length: 50_001 }, () => "x")].join("\n")
    expect((await upload(many, "?consent=confirmed")).status).toBe(413)
  })

  test("of 50,000 lines stays within bounds", async () => {
    const line = (place: number) => `person${place}@big.example,"Person, number ${place}",confirmed,${place % 7},acme`
    const csv = ["email,name,consent,seats,company", ...Array.from({ length: 50_000 }, (_, place) => line(place))].join("\n")
    let highest = process.memoryUsage().rss
    const before = highest
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss)
    }, 20)
    const answer = await upload(csv)
    clearInterval(watch)
    expect(answer).toMatchObject({ status: 200, body: { counts: { rows: 50_000, added: 50_000 } } })
    expect((highest - before) / 1024 / 1024).toBeLessThan(250)
  }, 30_000)
})
