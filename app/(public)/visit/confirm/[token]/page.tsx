import type { Metadata } from "next"
import { Opening } from "../../opening.tsx"

export const dynamic = "force-dynamic"
export const metadata: Metadata = { title: "Confirm the subscription" }

export default async function ConfirmPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  return (
    <>
      <Opening title="One press, and you are subscribed">You get one mail when something is released, and nothing else.</Opening>
      <form className="visit-form" method="post" action={`/confirm/${token}`}>
        <button className="press" type="submit">
          Subscribe
        </button>
      </form>
    </>
  )
}
