import type { SecretPlace } from "./sealed-secret.ts"

/** Where secrets are kept. `rotate-secrets.ts` has to visit every one of these. */
export function flagTokenPlace(connectionId: string): SecretPlace {
  return { table: "flag_connections", id: connectionId, column: "sealed_token" }
}
