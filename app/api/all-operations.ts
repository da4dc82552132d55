import * as metrics from "./metrics/operations.ts"
import type { Operation } from "./operation.ts"
import * as access from "./v1/access/operations.ts"
import * as audit from "./v1/audit/operations.ts"
import * as capturedMails from "./v1/captured-mails/operations.ts"
import * as changes from "./v1/changes/operations.ts"
import * as deployments from "./v1/deployments/operations.ts"
import * as emails from "./v1/documents/email-operations.ts"
import * as documents from "./v1/documents/operations.ts"
import * as versions from "./v1/documents/version-operations.ts"
import * as entries from "./v1/entries/operations.ts"
import * as flagConnections from "./v1/flag-connections/operations.ts"
import * as flags from "./v1/flags/operations.ts"
import * as hookDeliveries from "./v1/hook-deliveries/operations.ts"
import * as launchMail from "./v1/launches/mail-operations.ts"
import * as launches from "./v1/launches/operations.ts"
import * as people from "./v1/people/operations.ts"
import * as releases from "./v1/releases/operations.ts"
import * as repositories from "./v1/repositories/operations.ts"
import * as segments from "./v1/segments/operations.ts"
import * as sender from "./v1/sender/operations.ts"
import * as site from "./v1/site/operations.ts"
import * as subscribers from "./v1/subscribers/operations.ts"
import * as tokens from "./v1/tokens/operations.ts"
import * as topics from "./v1/topics/operations.ts"
import * as widget from "./v1/widget/operations.ts"

/** Every operation there is: /api/openapi.json describes these, and a test compares them with the route files. */
export const allOperations: readonly Operation[] = [
  access,
  audit,
  capturedMails,
  changes,
  deployments,
  documents,
  emails,
  entries,
  flagConnections,
  flags,
  hookDeliveries,
  launches,
  launchMail,
  metrics,
  people,
  releases,
  repositories,
  segments,
  sender,
  site,
  subscribers,
  tokens,
  topics,
  versions,
  widget,
].flatMap(operationsIn)

function operationsIn(exported: Record<string, unknown>): Operation[] {
  return Object.values(exported).filter(isOperation)
}

/** A file of operations may also export the schemas that others share. */
function isOperation(value: unknown): value is Operation {
  return value !== null && typeof value === "object" && "act" in value && "run" in value
}
