import "server-only"
import { findDatabase, openRuntime, type Runtime, readSettings, sharedRuntime, shareRuntime } from "#lib/runtime.ts"

let composing: Promise<Runtime> | null = null

/** The web process's one Runtime: the one that the server around Next shares, or, under a bare Next handler, one of its own. */
export function runtime(): Promise<Runtime> {
  const shared = sharedRuntime()
  if (shared !== null) return Promise.resolve(shared)
  composing ??= compose()
  return composing
}

async function compose(): Promise<Runtime> {
  try {
    const settings = readSettings()
    const { databaseUrl } = settings
    if (databaseUrl === null) throw new Error("Without server.ts around it, the portal needs a DATABASE_URL.")
    const runtime = await openRuntime(settings, await findDatabase({ ...settings, databaseUrl }))
    shareRuntime(runtime)
    return runtime
  } catch (error) {
    composing = null
    throw error
  }
}
