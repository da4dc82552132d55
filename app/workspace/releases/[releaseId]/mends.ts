import type { CheckName, ReadinessCheck } from "#lib/launch/readiness-check.ts"
import { hasPage } from "../../nav.ts"

export type Mend = { href: string; does: string }

type Place = { release: string; email: string | null }

/** Where what a check found is put right; null where it is fine, or where nothing here can help. */
export function mendOf({ check, status }: ReadinessCheck, place: Place): Mend | null {
  return status === "pass" ? null : MENDS[check](place)
}

const MENDS: Record<CheckName, (place: Place) => Mend | null> = {
  changes: () => ({ href: "#changes", does: "See the changes" }),
  flags: () => ({ href: "#flags", does: "See the flags" }),
  documents: () => ({ href: "#documents", does: "Write what is missing" }),
  approval: () => ({ href: "#documents", does: "Approve the words" }),
  links: () => ({ href: "#documents", does: "Mend the links" }),
  email: ({ release, email }) =>
    email === null ? null : { href: `/workspace/releases/${release}/documents/${email}`, does: "Edit the email" },
  sender: () => (hasPage("/workspace/settings") ? { href: "/workspace/settings", does: "Say who sends" } : null),
  audience: () => ({ href: "#audience", does: "See the audience" }),
}
