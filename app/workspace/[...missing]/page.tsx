import { notFound } from "next/navigation"
import { openPage } from "../open-page.ts"

/** Whatever has no page: a stranger cannot tell it from one that has. */
export default async function MissingPage({ params }: { params: Promise<{ missing: string[] }> }) {
  const { missing } = await params
  await openPage(`/workspace/${missing.join("/")}`, "release.read")
  notFound()
}
