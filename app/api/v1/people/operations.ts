import { z } from "zod"
import { ROLES } from "#lib/access/actor.ts"
import { idOf, type PersonId } from "#lib/kernel/ids.ts"
import { changeRole } from "#lib/people/change-role.ts"
import { changeRoleInput, invitePersonInput } from "#lib/people/input.ts"
import { invitePerson } from "#lib/people/invite-person.ts"
import type { Person } from "#lib/people/person.ts"
import { getPerson, listPeople } from "#lib/people/queries.ts"
import { removePerson } from "#lib/people/remove-person.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const personShown = z.object({
  id: z.uuid(),
  email: z.string().meta({ example: "ada@acme.example" }),
  name: z.string(),
  role: z.enum(ROLES),
  state: z.enum(["invited", "joined"]).meta({ description: "Invited, until they sign in for the first time" }),
  invitation: z.enum(["owed", "sent", "failed", "not_needed"]).meta({ description: "Whether the mail that tells them has gone out" }),
  invitedAt: z.iso.datetime(),
  invitedBy: z.string(),
  joinedAt: z.iso.datetime().nullable(),
  lastSeenAt: z.iso.datetime().nullable().meta({ description: "Of those who are signed in; to the minute" }),
})

const onePerson = z.object({ id: z.uuid().transform(idOf<PersonId>) })

export const invitePersonOperation = operation({
  method: "post",
  path: "/api/v1/people",
  act: "person.manage",
  summary: "Invite a person",
  description: "They get a mail that tells them, and sign in with a mailed link or a provider that vouches for the address.",
  body: invitePersonInput,
  answers: {
    201: { description: "The person, invited", schema: personShown },
    409: { description: "`already_here`: somebody with this address is here or invited" },
  },
  run: async ({ deps, actor, body }) => ({
    status: 201,
    body: shown(await getPerson(deps.db, await invitePerson(deps, actor, body))),
  }),
})

export const listPeopleOperation = operation({
  method: "get",
  path: "/api/v1/people",
  act: "person.read",
  summary: "List people, in the order they were invited",
  query: z.object(pageQuery),
  answers: { 200: { description: "People and invitations", schema: page(personShown) } },
  run: async ({ deps, query: { limit, cursor } }) => {
    const position = decodeCursor(cursor, onePerson)
    const rows = await listPeople(deps.db, { after: position?.id ?? null, limit: limit + 1 })
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => ({ id }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

export const getPersonOperation = operation({
  method: "get",
  path: "/api/v1/people/{id}",
  act: "person.read",
  summary: "Get a person",
  params: onePerson,
  answers: { 200: { description: "The person", schema: personShown } },
  run: async ({ deps, params }) => ({ status: 200, body: shown(await getPerson(deps.db, params.id)) }),
})

export const changeRoleOperation = operation({
  method: "patch",
  path: "/api/v1/people/{id}",
  act: "person.manage",
  summary: "Change what a person may do",
  description: "Their sessions end with the answer, everywhere: they sign in again in the new role.",
  params: onePerson,
  body: changeRoleInput,
  answers: {
    200: { description: "The person", schema: personShown },
    409: { description: "`last_owner`: nobody else could manage the portal" },
  },
  run: async ({ deps, actor, params, body }) => {
    await changeRole(deps, actor, { id: params.id, role: body.role })
    return { status: 200, body: shown(await getPerson(deps.db, params.id)) }
  },
})

export const removePersonOperation = operation({
  method: "delete",
  path: "/api/v1/people/{id}",
  act: "person.manage",
  summary: "Remove a person, or take an invitation back",
  description: "Their sessions end with the answer, everywhere. What they did keeps their name.",
  params: onePerson,
  answers: {
    204: { description: "They are removed" },
    409: { description: "`last_owner`: nobody else could manage the portal" },
  },
  run: async ({ deps, actor, params }) => {
    await removePerson(deps, actor, params.id)
    return { status: 204 }
  },
})

function shown(person: Person) {
  return {
    ...person,
    invitedAt: person.invitedAt.toString(),
    joinedAt: person.joinedAt?.toString() ?? null,
    lastSeenAt: person.lastSeenAt?.toString() ?? null,
  }
}
