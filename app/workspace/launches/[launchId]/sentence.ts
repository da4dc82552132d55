import { unreachable } from "#lib/kernel/unreachable.ts"
import type { LaunchPage } from "./load-launch.ts"

/** What the launch is now, in a sentence. */
export function sentenceOf({ launch, mail }: Pick<LaunchPage, "launch" | "mail">): string {
  switch (launch.state) {
    case "flipping":
      return "Flags are being set and read back. Nothing is public yet."
    case "live":
      return mail === null ? "Everything of it is public. Nobody is mailed." : "Everything of it is public. The mail waits for the hold."
    case "announcing":
      return mail?.state === "paused" ? "It is public. Its mail is paused." : "It is public, and people are being told."
    case "settled":
      return mail === null ? "It is public, and done." : "It is public, and its mail has ended."
    case "rolling_back":
      return "It was stopped. Flags are being put back; nothing was public."
    case "failed":
      return "Nothing was published. Every flag that was touched is put back, or listed as left alone."
    case "recalling":
      return "It is taken back. Its content is withdrawn, and flags are being put back."
    case "recalled":
      return "It was public, and is taken back."
    case "attention":
      return `It was ${DOING[launch.interrupted ?? ""] ?? "working"} when something would not go on.`
    default:
      return unreachable(launch.state)
  }
}

const DOING: Record<string, string> = {
  rolling_back: "putting flags back",
  recalling: "taking the release back",
  announcing: "sending mail",
}
