import { Empty } from "#components/ui/empty.tsx"
import type { Runtime } from "#lib/runtime.ts"
import { getFollowers, listTopics } from "#lib/subscribers/queries.ts"
import { AddTopic, RenameButton, RetireButton } from "./topic-forms.tsx"

export async function TopicsSection({ db, mayEdit }: { db: Runtime["db"]; mayEdit: boolean }) {
  const topics = await listTopics(db)
  const rows = await Promise.all(
    topics.map(async ({ key, name, description }) => ({ key, name, description, followers: await getFollowers(db, key) })),
  )
  return (
    <section className="section" aria-labelledby="topics">
      <h2 id="topics">Topics</h2>
      <div className="stack">
        {rows.length === 0 ? (
          <Empty title="There are no topics">
            Everybody who subscribes hears of everything. With topics people choose what they hear of, and a release is mailed to those who
            chose one of its topics.
          </Empty>
        ) : (
          <div className="table-frame">
            <table className="table topics">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Key</th>
                  <th scope="col">Chosen by</th>
                  {mayEdit ? (
                    <th scope="col">
                      <span className="visually-hidden">Changes</span>
                    </th>
                  ) : null}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ followers, ...topic }) => (
                  <tr key={topic.key}>
                    <th scope="row">
                      {topic.name}
                      {topic.description === "" ? null : <span className="quiet about">{topic.description}</span>}
                    </th>
                    <td className="mono">{topic.key}</td>
                    <td>{followers.all.toLocaleString("en")}</td>
                    {mayEdit ? (
                      <td>
                        <div className="row-acts">
                          <RenameButton topic={topic} />
                          <RetireButton topic={topic} followers={followers} />
                        </div>
                      </td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {mayEdit ? <AddTopic /> : null}
      </div>
    </section>
  )
}
