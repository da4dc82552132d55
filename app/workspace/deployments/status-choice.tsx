import { DEPLOYMENT_STATUSES, type DeploymentStatus } from "#lib/changes/deployment.ts"
import { STATUS_LOOKS } from "./deployment-words.tsx"

export function StatusChoice({ chosen }: { chosen: DeploymentStatus | undefined }) {
  return (
    <select
      className="select"
      name="status"
      aria-label="Status"
      defaultValue={chosen ?? ""}
      data-chosen={chosen === undefined ? undefined : ""}
    >
      <option value="">Any status</option>
      {DEPLOYMENT_STATUSES.map((status) => (
        <option key={status} value={status}>
          {STATUS_LOOKS[status].word}
        </option>
      ))}
    </select>
  )
}
