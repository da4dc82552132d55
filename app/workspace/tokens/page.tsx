import Link from "next/link"
import { Empty } from "#components/ui/empty.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { SCOPES } from "#lib/access/actor.ts"
import { type ApiToken, listTokens } from "#lib/access/queries.ts"
import { idOf, isId, type TokenId } from "#lib/kernel/ids.ts"
import { openPage } from "../open-page.ts"
import { CreateForm } from "./create-form.tsx"
import { RevokeButton } from "./revoke-button.tsx"
import { SCOPE_WORDS } from "./scope-words.ts"
import "#components/ui/dialog.css"
import "./tokens.css"

export const metadata = { title: "API tokens" }

const PER_PAGE = 100

export default async function TokensPage({ searchParams }: { searchParams: Promise<{ after?: string | string[] }> }) {
  const { deps } = await openPage("/workspace/tokens", "token.manage")
  const { after } = await searchParams
  const position = typeof after === "string" && isId(after) ? idOf<TokenId>(after) : null
  const rows = await listTokens(deps.db, { after: position, limit: PER_PAGE + 1 })
  const tokens = rows.slice(0, PER_PAGE)
  const next = rows.length > PER_PAGE ? tokens.at(-1)?.id : undefined
  return (
    <>
      <PageHead title="API tokens">
        For programs: a CI that tells of deployments, a server that asks for flags. <a href="/api/docs">What the API can do</a>.
      </PageHead>
      <section className="section" aria-labelledby="create">
        <h2 id="create">Create a token</h2>
        <CreateForm scopes={SCOPES.map((scope) => ({ scope, words: SCOPE_WORDS[scope] }))} />
      </section>
      <section className="section" aria-labelledby="tokens">
        <h2 id="tokens">Tokens</h2>
        {tokens.length === 0 ? (
          <Empty title="There is no token yet">Create one above, and give it to the one program that it is for.</Empty>
        ) : (
          <TokenTable tokens={tokens} nowMs={deps.clock.now().epochMilliseconds} />
        )}
        {next === undefined ? null : (
          <p className="further">
            <Link href={`/workspace/tokens?after=${next}`}>Older tokens</Link>
          </p>
        )}
      </section>
    </>
  )
}

function TokenTable({ tokens, nowMs }: { tokens: ApiToken[]; nowMs: number }) {
  const msOf = (at: Temporal.Instant | null) => at?.epochMilliseconds ?? null
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            {["Name", "May", "Created", "Expires", "Last used"].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">Changes</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id} data-over={stateOf(token, nowMs) === "works" ? undefined : true}>
              <th scope="row">
                {token.name}
                {token.environment === null ? null : <span className="quiet"> in {token.environment}</span>}
              </th>
              <td className="scopes">
                {token.scopes.map((scope) => (
                  <code key={scope}>{scope}</code>
                ))}
              </td>
              <td>
                <Moment atMs={msOf(token.createdAt)} nowMs={nowMs} />
              </td>
              <td>
                <Moment atMs={msOf(token.expiresAt)} nowMs={nowMs} />
              </td>
              <td>
                <Moment atMs={msOf(token.lastUsedAt)} nowMs={nowMs} />
              </td>
              <td>
                <div className="row-acts">
                  {stateOf(token, nowMs) === "works" ? (
                    <RevokeButton id={token.id} name={token.name} lastUsed={token.lastUsedAt?.toString().slice(0, 10) ?? null} />
                  ) : (
                    <span className="quiet">{stateOf(token, nowMs)}</span>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function stateOf({ revokedAt, expiresAt }: ApiToken, nowMs: number): "works" | "revoked" | "expired" {
  if (revokedAt !== null) return "revoked"
  return expiresAt !== null && expiresAt.epochMilliseconds <= nowMs ? "expired" : "works"
}
