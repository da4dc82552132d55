import { sql } from "drizzle-orm"
import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { findActor } from "#lib/access/find-actor.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { revokeToken } from "#lib/access/revoke-token.ts"
import { draftDocumentInput } from "#lib/documents/input.ts"
import { getDocument } from "#lib/documents/queries.ts"
import { isDomainError } from "#lib/kernel/errors.ts"
import { changeRole } from "#lib/people/change-role.ts"
import { editAccess } from "#lib/people/edit-access.ts"
import { endSession } from "#lib/people/end-session.ts"
import { editAccessInput, invitePersonInput } from "#lib/people/input.ts"
import { invitePerson } from "#lib/people/invite-person.ts"
import { getAccessRules, getPerson, listPeople } from "#lib/people/queries.ts"
import { recogniseSession } from "#lib/people/recognise-session.ts"
import { removePerson } from "#lib/people/remove-person.ts"
import { approveDocument } from "#lib/releases/approve-document.ts"
import { draftDocument } from "#lib/releases/draft-document.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { type OpenRuntime, openRuntime, shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { aPerson } from "#tests/support/person.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import * as onePerson from "../../../app/api/v1/people/[id]/route.ts"
import * as people from "../../../app/api/v1/people/route.ts"

let world: World
/** The same portal in another process, as far as anybody can tell: a runtime with connections of its own. */
let other: OpenRuntime

beforeAll(async () => {
  world = await aWorld()
  other = await openRuntime(world.settings, { url: world.url, publicUrl: world.publicUrl, publicRole: "curtain_public" })
  shareRuntime(world)
  return () => other.close()
})

beforeEach(() => world.db.execute(sql`truncate people, access_rules cascade`))

const invite = (email: string, role = "author") => invitePerson(world, ADA, invitePersonInput.parse({ email, role }))
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  )

describe("a session ends at once, in another process as well", () => {
  test.each([
    ["a person is removed", (id: string) => removePerson(world, ADA, id as never)],
    ["a role is changed", (id: string) => changeRole(world, ADA, { id: id as never, role: "viewer" })],
  ])("when %s", async (_, change) => {
    const { actor, session } = await aPerson(world, "author")
    const bystander = await aPerson(world, "author")
    expect(await recogniseSession(other, session)).toEqual(actor)
    await change(actor.id)
    expect(await recogniseSession(other, session)).toBeNull()
    expect(await recogniseSession(other, bystander.session)).toEqual(bystander.actor)
  })

  test("when its owner signs out: a copy of the cookie opens nothing", async () => {
    const { session } = await aPerson(world, "author")
    await endSession(world, session)
    await endSession(world, session)
    expect(await recogniseSession(other, session)).toBeNull()
  })

  test.each(["last_seen_at = now() - interval '7 days'", "expires_at = now()"])("when it is over: %s", async (change) => {
    const { session } = await aPerson(world, "author")
    await world.db.execute(sql.raw(`update sessions set ${change}`))
    expect(await recogniseSession(other, session)).toBeNull()
  })

  test("a token that is revoked is nobody's in the other process either", async () => {
    const { id, token } = await createToken(world, ADA, createTokenInput.parse({ name: "CI", scopes: ["admin"] }))
    expect(await findActor(other, token)).toMatchObject({ id })
    await revokeToken(world, ADA, id)
    expect(await findActor(other, token)).toBeNull()
  })
})

describe("the last owner", () => {
  test("can be neither removed nor made something else, also by themselves", async () => {
    const { actor } = await aPerson(world, "owner")
    await aPerson(world, "publisher")
    await invite("grace@acme.example", "owner")
    expect(await codeOf(removePerson(world, actor, actor.id))).toBe("last_owner")
    expect(await codeOf(changeRole(world, ADA, { id: actor.id, role: "viewer" }))).toBe("last_owner")
    expect((await getPerson(world.db, actor.id)).role).toBe("owner")
  })

  test("stays, however many remove each other at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      await world.db.execute(sql`truncate people cascade`)
      const all = [await aPerson(world, "owner"), await aPerson(world, "owner"), await aPerson(world, "owner")]
      const acts = all.map(({ actor }, at) => {
        const victim = all[(at + 1) % all.length]?.actor.id ?? actor.id
        return codeOf(at === 0 ? removePerson(other, actor, victim) : changeRole(world, actor, { id: victim, role: "viewer" }))
      })
      const outcomes = await Promise.all(acts)
      expect(outcomes.filter((code) => code === "last_owner")).toHaveLength(1)
      const owners = await world.db.execute(sql`select id from people where role = 'owner' and removed_at is null`)
      expect(owners).toHaveLength(1)
    }
  })

  test("an invitation to be an owner can be taken back while nobody has signed in but there is another", async () => {
    const first = await invite("ada@acme.example", "owner")
    expect(await codeOf(removePerson(world, ADA, first))).toBe("last_owner")
    await invite("grace@acme.example", "owner")
    expect(await codeOf(removePerson(world, ADA, first))).toBe("done")
  })
})

describe("through the API", () => {
  const params = (id: string) => ({ params: { id } })

  test("people are invited, listed, changed and removed", async () => {
    const invited = await ask(people.POST, "/api/v1/people", { body: { email: "Ada@ACME.example", role: "publisher" } })
    expect(invited.status).toBe(201)
    const ada = await invited.json()
    expect(ada).toMatchObject({
      email: "ada@acme.example",
      name: "Ada",
      role: "publisher",
      state: "invited",
      invitation: "owed",
      invitedBy: "bootstrap token",
    })
    expect((await (await ask(people.GET, "/api/v1/people")).json()).items).toEqual([ada])
    const changed = await ask(onePerson.PATCH, `/api/v1/people/${ada.id}`, { method: "PATCH", body: { role: "viewer" }, ...params(ada.id) })
    expect(await changed.json()).toEqual({ ...ada, role: "viewer" })
    expect((await ask(onePerson.DELETE, `/api/v1/people/${ada.id}`, { method: "DELETE", ...params(ada.id) })).status).toBe(204)
    expect((await ask(onePerson.GET, `/api/v1/people/${ada.id}`, params(ada.id))).status).toBe(404)
  })

  test("an address is invited once, in whatever spelling, and again after it was removed", async () => {
    const body = { email: "ada@acme.example", role: "viewer" }
    const { id } = await (await ask(people.POST, "/api/v1/people", { body })).json()
    const again = await ask(people.POST, "/api/v1/people", { body: { ...body, email: "ＡDA@acme.example" } })
    expect([again.status, (await again.json()).code]).toEqual([409, "already_here"])
    await ask(onePerson.DELETE, `/api/v1/people/${id}`, { method: "DELETE", ...params(id) })
    expect((await ask(people.POST, "/api/v1/people", { body })).status).toBe(201)
  })

  test("everything that is wrong is said at once", async () => {
    const response = await ask(people.POST, "/api/v1/people", { body: { email: "a@x.example,b@y.example", role: "king", more: 1 } })
    expect(response.status).toBe(422)
    expect((await response.json()).errors.map((complaint: { path: string }) => complaint.path).sort()).toEqual(["email", "more", "role"])
  })
})

describe("own words", () => {
  test("are approved by somebody else, unless an owner said otherwise", async () => {
    const { actor } = await aPerson(world, "publisher")
    const second = await aPerson(world, "publisher")
    const release = await planRelease(world, actor, planReleaseInput.parse({ name: "Search" }))
    const id = await draftDocument(world, actor, {
      releaseId: release,
      ...draftDocumentInput.parse({ kind: "entry", title: "Search", body: "Words." }),
    })
    const { hash } = await getDocument(world.db, id)
    const input = { id, hash }
    expect(await codeOf(approveDocument(world, actor, input))).toBe("forbidden")
    expect(await codeOf(approveDocument(world, second.actor, input))).toBe("done")
    await editAccess(world, ADA, { ownApproval: "allowed" })
    const more = await draftDocument(world, actor, {
      releaseId: release,
      ...draftDocumentInput.parse({ kind: "article", title: "Help", slug: "help-me", body: "Words." }),
    })
    expect(await codeOf(approveDocument(world, actor, { id: more, hash: (await getDocument(world.db, more)).hash }))).toBe("done")
  })
})

test("the rules of a portal are edited field by field, and the log has both sides", async () => {
  await editAccess(world, ADA, editAccessInput.parse({ domains: [{ domain: "@ACME.example", role: "viewer" }] }))
  await editAccess(world, ADA, { ownApproval: "allowed" })
  expect(await getAccessRules(world.db)).toEqual({ domains: [{ domain: "acme.example", role: "viewer" }], ownApproval: "allowed" })
  for (const domain of ["acme", "acme.example/x", "*.example", "a b.example"])
    expect(editAccessInput.safeParse({ domains: [{ domain, role: "viewer" }] }).success).toBe(false)
  expect(editAccessInput.safeParse({ domains: [{ domain: "acme.example", role: "owner" }] }).success).toBe(false)
  expect(await listPeople(world.db, { after: null, limit: 5 })).toEqual([])
})
