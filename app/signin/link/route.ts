import { type NextRequest, NextResponse } from "next/server"
import { readAddress } from "#lib/people/address.ts"
import { askForLink } from "#lib/people/ask-for-link.ts"
import { wantedPage } from "#lib/people/wanted-page.ts"
import { keepBrowser, plainAnswer, readSignInForm, sendTo } from "../sign-in-request.ts"

/** Asks for a link. The answer is the same for an address of anybody and of nobody. */
export async function POST(request: NextRequest): Promise<NextResponse> {
  const asked = await readSignInForm(request)
  if (asked instanceof NextResponse) return asked
  const wanted = wantedPage(asked.form.get("to"))
  const address = readAddress(asked.form.get("email") ?? "")
  if (address === null) return sendTo(asked, `/signin?${new URLSearchParams({ problem: "address", to: wanted })}`)
  const { browser, network } = asked
  const outcome = await askForLink(asked.deps, { address, browser, network, wanted })
  if (outcome.is === "asked") return keepBrowser(sendTo(asked, "/signin/sent"), asked)
  const minutes = Math.ceil(outcome.retryAfterSeconds / 60)
  const words = `Too many links were asked for. Use the last one that came, or ask again in ${minutes} minutes.`
  return plainAnswer(429, words, { "retry-after": String(outcome.retryAfterSeconds) })
}
