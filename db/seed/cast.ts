import type { Actor, PersonActor } from "#lib/access/actor.ts"
import type { Runtime } from "#lib/runtime.ts"

export type StoryDeps = Pick<Runtime, "db" | "settings" | "flags" | "log" | "clock">

/** Who does things in the story. */
export type Cast = { teller: Actor; author: PersonActor; publisher: PersonActor; support: PersonActor; engineer: PersonActor }

export const TELLER: Actor = { kind: "system", name: "the demo story" }

export function hoursBefore({ clock }: Pick<Runtime, "clock">, hours: number): Temporal.Instant {
  return clock.now().subtract({ hours })
}
