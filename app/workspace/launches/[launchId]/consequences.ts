import { counted } from "#components/release/count.ts"
import { describeExposure } from "#lib/flags/exposure.ts"
import type { LaunchPage, MailView } from "./load-launch.ts"

/** How many were mailed, or may have been: what nobody can take back. */
export function mailedBy(mail: MailView | null): number {
  return (mail?.accepted ?? 0) + (mail?.unknown ?? 0)
}

/** What a recall does, and what it cannot do, in numbers. */
export function consequencesOf({ flips, documents, mail }: Pick<LaunchPage, "flips" | "documents" | "mail">): string[] {
  const shown = documents.filter(({ kind }) => kind !== "email").length
  const back = flips
    .filter(({ state }) => state === "applied")
    .map(({ flag, before }) => `${flag.key} goes back: ${describeExposure(before)}.`)
  return [
    ...(shown === 0 ? [] : [`${counted(shown, "document is", "documents are")} withdrawn from the site in one moment.`]),
    ...back,
    ...mailIn(mail),
  ]
}

function mailIn(mail: MailView | null): string[] {
  const mailed = mailedBy(mail)
  const before =
    mailed === 0 ? "Nobody was mailed." : `${counted(mailed, "subscriber was", "subscribers were")} already mailed; that stays.`
  if (mail?.state === "planned") return [before, "The mail that waits for the hold will not be sent."]
  return mail === null || mail.pending === 0
    ? [before]
    : [before, `${counted(mail.pending, "mail", "mails")} still to go will not be sent.`]
}
