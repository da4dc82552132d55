import { redirect } from "next/navigation"
import { openPage } from "./open-page.ts"

/** Work begins with what is deployed and told to nobody. */
export default async function WorkspacePage() {
  await openPage("/workspace", "change.read")
  redirect("/workspace/unreleased")
}
