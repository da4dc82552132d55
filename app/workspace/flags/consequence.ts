import type { Flag } from "#lib/flags/queries.ts"

/** What follows when a person changes whom a built-in flag serves: what the form says, and what its button says. */
export type Consequence = { kind: "drift" | "visible" | "quiet" | "locked"; says: string; submit: string }

type Facts = Pick<Flag, "releases" | "environment"> & { isPublic: boolean }

export function consequenceOf({ releases, environment, isPublic }: Facts): Consequence {
  const named = (state: string) => releases.filter((release) => release.state === state).map(({ name }) => `“${name}”`)
  const [launching, released] = [named("launching"), named("released")]
  if (launching.length > 0)
    return { kind: "locked", says: `${inWords(launching)} is launching with it: it can change once that has ended.`, submit: "Save" }
  if (released.length > 0)
    return {
      kind: "drift",
      says: `${inWords(released)} decided whom it serves. Another state than it left is drift: the release says so to everybody who opens it, until it is as it was. To take the feature back, recall the release instead.`,
      submit: "Save, and cause drift",
    }
  const waiting = releases.filter(({ state }) => state !== "recalled").map(({ name }) => `“${name}”`)
  if (waiting.length > 0)
    return {
      kind: "quiet",
      says: `${inWords(waiting)} is to move it. Until its launch visitors cannot tell that the flag exists, whatever it serves to your own servers.`,
      submit: "Save the flag",
    }
  if (environment === "production" && !isPublic)
    return {
      kind: "visible",
      says: "No release is about it: once it is on for somebody, visitors can see that it exists, and nobody is told of the feature.",
      submit: "Save the flag",
    }
  return { kind: "quiet", says: `It changes in ${environment} as soon as it is saved.`, submit: "Save the flag" }
}

function inWords(names: readonly string[]): string {
  return new Intl.ListFormat("en").format(names)
}
