import { redirect } from "next/navigation"
import { Button } from "#components/ui/button.tsx"
import { wantedPage } from "#lib/people/wanted-page.ts"
import { runtime } from "../runtime.ts"
import { signedIn } from "../workspace/signed-in.ts"
import { problemIn } from "./problems.ts"
import { providersOf } from "./providers.ts"

type Props = { searchParams: Promise<{ to?: string | string[]; problem?: string | string[] }> }

export default async function SignInPage({ searchParams }: Props) {
  const { to, problem } = await searchParams
  const wanted = wantedPage(typeof to === "string" ? to : null)
  if ((await signedIn()) !== null) redirect(wanted)
  const { settings } = await runtime()
  const said = problemIn(problem)
  const isAddress = problem === "address"
  return (
    <>
      <h1>Sign in</h1>
      {said === null || isAddress ? null : (
        <p className="notice" role="status" data-kind={problem === "signed-out" ? "done" : "wrong"}>
          {said}
        </p>
      )}
      <form action="/signin/link" method="post">
        <input type="hidden" name="to" value={wanted} />
        <div className="field">
          <label htmlFor="email">Mail address</label>
          <input
            id="email"
            name="email"
            type="email"
            autoComplete="email"
            maxLength={254}
            required
            aria-invalid={isAddress || undefined}
            aria-describedby={isAddress ? "email-wrong" : "email-hint"}
          />
          {isAddress ? (
            <p className="wrong" id="email-wrong">
              {said}
            </p>
          ) : (
            <p className="hint" id="email-hint">
              We mail you a link that works once. There is no password.
            </p>
          )}
        </div>
        <Button type="submit" kind="main">
          Mail me a link
        </Button>
      </form>
      <Providers providers={providersOf(settings.signIn)} wanted={wanted} />
    </>
  )
}

function Providers({ providers, wanted }: { providers: { id: string; name: string }[]; wanted: string }) {
  if (providers.length === 0) return null
  return (
    <>
      <p className="or">or</p>
      <div className="stack">
        {providers.map(({ id, name }) => (
          <form key={id} action={`/signin/with/${id}`} method="post">
            <input type="hidden" name="to" value={wanted} />
            <Button type="submit">Continue with {name}</Button>
          </form>
        ))}
      </div>
    </>
  )
}
