import type { Metadata } from "next"
import { Opening } from "../../opening.tsx"

export const dynamic = "force-dynamic"
export const metadata: Metadata = { title: "Unsubscribe" }

export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  return (
    <>
      <Opening title="Unsubscribe">Press the button, and no further mail about releases comes to you. It takes effect at once.</Opening>
      <form className="visit-form" method="post" action={`/unsubscribe/${token}`}>
        <button className="press" type="submit">
          Unsubscribe
        </button>
      </form>
    </>
  )
}
