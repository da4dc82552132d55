import { addConnectedFlag } from "#lib/flags/add-connected-flag.ts"
import { createFlagConnection } from "#lib/flags/create-flag-connection.ts"
import type { FlagConnectionId, FlagId } from "#lib/kernel/ids.ts"
import type { OpenRuntime } from "#lib/runtime.ts"
import type { FakeUnleash } from "#tests/support/fake-unleash.ts"
import { ADA } from "#tests/support/world.ts"

const connections = new WeakMap<OpenRuntime, FlagConnectionId>()

/** A flag that is off in the flag service and known here, through the portal's one connection to it. */
export async function aConnectedFlag(world: OpenRuntime, unleash: FakeUnleash, key: string): Promise<FlagId> {
  const id = connections.get(world) ?? (await connect(world, unleash))
  connections.set(world, id)
  unleash.createFlag(key)
  return addConnectedFlag(world, ADA, { connection: id, key, environment: "production", description: "" })
}

function connect(world: OpenRuntime, { url, token, project }: FakeUnleash): Promise<FlagConnectionId> {
  return createFlagConnection(world, ADA, { kind: "unleash", name: "Unleash", baseUrl: url, token, project })
}
