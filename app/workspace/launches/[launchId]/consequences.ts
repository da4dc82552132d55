import { counted } from "#components/release/count.ts"
import { describeExposure } from "#lib/flags/exposure.ts"
import type { LaunchPage } from "./load-launch.ts"

/** What a recall does, and what it cannot do, in numbers. */
export function consequencesOf({ flips, documents, mail }: Pick<LaunchPage, "flips" | "documents" | "mail">): string[] {
  const shown = documents.filter(({ kind }) => kind !== "email").length
  const back = flips
    .filter(({ state }) => state === "applied")
    .map(({ flag, before }) => `${flag.key} goes back: ${describeExposure(before)}.`)
  const mailed = (mail?.accepted ?? 0) + (mail?.unknown ?? 0)
  return [
    `${counted(shown, "document is", "documents are")} withdrawn from the site in one moment.`,
    ...back,
    mailed === 0 ? "Nobody was mailed." : `${counted(mailed, "subscriber was", "subscribers were")} already mailed; that stays.`,
    ...(mail !== null && mail.pending > 0 ? [`${counted(mail.pending, "mail", "mails")} still to go will not be sent.`] : []),
  ]
}
