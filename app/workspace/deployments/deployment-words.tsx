import { counted } from "#components/release/count.ts"
import { Mark, type Sign, type Tone } from "#components/ui/mark.tsx"
import type { DeploymentStatus } from "#lib/changes/deployment.ts"
import type { DeploymentLine } from "#lib/changes/list-deployment-lines.ts"

type Look = { sign: Sign; tone: Tone; word: string }

export const STATUS_LOOKS: Record<DeploymentStatus, Look> = {
  in_progress: { sign: "clock", tone: "wait", word: "In progress" },
  success: { sign: "check", tone: "live", word: "Succeeded" },
  failure: { sign: "cross", tone: "wrong", word: "Failed" },
}

export function StatusMark({ status }: { status: DeploymentStatus }) {
  const { sign, tone, word } = STATUS_LOOKS[status]
  return (
    <Mark sign={sign} tone={tone}>
      {word}
    </Mark>
  )
}

/** What it did to its environment; null where that is nothing, or not known. */
export function doneBy({ changed }: DeploymentLine): string | null {
  if (changed === null || changed.count === 0) return null
  return `${changed.is === "brought" ? "Brought" : "Took back"} ${counted(changed.count, "change", "changes")}`
}

const HOOKS = { "github:": "GitHub hook", "gitlab:": "GitLab hook", "cdevents:": "CDEvents hook" }

/** How we know: a hook puts its own mark before the deployment's id; everything else comes over the API, by whoever told. */
export function toldBy({ externalId, toldBy: teller }: DeploymentLine): string {
  const hook = Object.entries(HOOKS).find(([mark]) => externalId?.startsWith(mark))
  if (hook !== undefined) return hook[1]
  switch (teller?.kind) {
    case undefined:
      return "not recorded"
    case "system":
      return teller?.name ?? ""
    default:
      return `API, ${teller?.name}`
  }
}
