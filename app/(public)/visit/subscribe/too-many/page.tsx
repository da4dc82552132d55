import type { Metadata } from "next"
import { Opening, WayHome } from "../../opening.tsx"

export const metadata: Metadata = { title: "Too many requests" }

export default function TooManyPage() {
  return (
    <>
      <Opening title="That was too often">Many subscriptions were asked for from where you are. Try again in an hour.</Opening>
      <WayHome />
    </>
  )
}
