import { subscribers } from "#db/schema/subscribers.ts"
import { newId, type SubscriberId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"

type Given = Partial<typeof subscribers.$inferInsert>

let made = 0

/** Somebody who said yes an hour ago, unless told otherwise. */
export async function aSubscriber(world: Pick<Runtime, "db" | "clock">, given: Given = {}): Promise<SubscriberId> {
  made += 1
  const id = newId<SubscriberId>()
  const email = given.email ?? `reader${made}@example.com`
  const consent = { consentBasis: "stated", consentAt: world.clock.now().subtract({ hours: 1 }), consentSource: "test" } as const
  const reader = { id, email, address: email.toLowerCase(), addressHash: `hash of ${email}`, locale: "en", state: "active" } as const
  await world.db.insert(subscribers).values({ ...reader, ...consent, ...given })
  return id
}
