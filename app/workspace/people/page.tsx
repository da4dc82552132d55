import { Moment } from "#components/ui/moment.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { ROLES } from "#lib/access/actor.ts"
import { mayDo } from "#lib/access/authorize.ts"
import type { Person } from "#lib/people/person.ts"
import { getAccessRules, listPeople } from "#lib/people/queries.ts"
import { openPage } from "../open-page.ts"
import { InviteForm } from "./invite-form.tsx"
import { PersonActs } from "./person-acts.tsx"
import { ROLE_WORDS } from "./role-words.ts"
import { RulesForm } from "./rules-form.tsx"
import "#components/ui/dialog.css"
import "./people.css"

export const metadata = { title: "People" }

const ROLE_CHOICES = ROLES.map((role) => ({ role, words: ROLE_WORDS[role] }))

/** A team is listed on one page; a portal with more people than this signs them in by their domain. */
const MOST = 500

export default async function PeoplePage() {
  const { deps, actor } = await openPage("/workspace/people", "person.read")
  const people = await listPeople(deps.db, { after: null, limit: MOST })
  const mayManage = mayDo(actor, "person.manage")
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <>
      <PageHead title="People">Who works with this portal, and what each of them may do. Nobody can sign in who is not here.</PageHead>
      {mayManage ? (
        <section className="section" aria-labelledby="invite">
          <h2 id="invite">Invite somebody</h2>
          <InviteForm roles={ROLE_CHOICES} />
        </section>
      ) : null}
      <section className="section" aria-labelledby="here">
        <h2 id="here">{people.length === 1 ? "1 person" : `${people.length} people`}</h2>
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">State</th>
                <th scope="col">Last seen</th>
                {mayManage ? (
                  <th scope="col">
                    <span className="visually-hidden">Changes</span>
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <tr key={person.id}>
                  <th scope="row">
                    <span className="who">{person.name}</span> {person.id === actor.id ? <span className="quiet">(you)</span> : null}
                    <span className="quiet address">{person.email}</span>
                  </th>
                  <td>{person.role}</td>
                  <td>{stateOf(person)}</td>
                  <td>
                    <Moment atMs={person.lastSeenAt?.epochMilliseconds ?? null} nowMs={nowMs} never="not signed in" />
                  </td>
                  {mayManage ? (
                    <td>
                      <PersonActs person={pick(person)} isSelf={person.id === actor.id} roles={ROLE_CHOICES} />
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {mayDo(actor, "access.manage") ? (
        <section className="section" aria-labelledby="rules">
          <h2 id="rules">Rules</h2>
          <RulesForm rules={await getAccessRules(deps.db)} roles={ROLE_CHOICES} />
        </section>
      ) : null}
    </>
  )
}

function stateOf({ state, invitation }: Person): string {
  if (state === "joined") return "Here"
  switch (invitation) {
    case "owed":
      return "Invited, the mail is on its way"
    case "failed":
      return "Invited, but the mail did not go out: tell them yourself"
    default:
      return "Invited"
  }
}

/** What a browser needs to know. */
function pick({ id, name, role, email, state }: Person) {
  return { id, name, role, email, state }
}
