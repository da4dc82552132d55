import type { Tone } from "#components/ui/mark.tsx"
import type { LaunchStep } from "#lib/launch/queries.ts"

export type StepWords = { title: string; about: string; tone: Tone }

/** What a line of the launch's story says to people. */
export function wordsOf({ name, detail }: LaunchStep): StepWords {
  const because = textOf(detail.because)
  if (name === "launch.moved") return moveWords(textOf(detail.to), because, detail)
  if (name === "mail.moved") return { title: MAIL[textOf(detail.to)] ?? "Mail moved", about: because, tone: "quiet" }
  if (name.startsWith("flip.")) return flipWords(name, detail, because)
  const [title, tone] = OTHERS[name] ?? [name.replace(".", " "), "quiet"]
  return { title, about: because || textOf(detail.seen) || countsOf(detail), tone }
}

const OTHERS: Record<string, readonly [string, Tone]> = {
  "launch.begun": ["Launch begun: ready, and frozen as it was checked", "quiet"],
  "mail.written_off": ["Mail that had not left is written off", "quiet"],
  "drift.noticed": ["Drift noticed", "wait"],
  "drift.cleared": ["The drift is gone", "quiet"],
}

const MOVES: Record<string, readonly [string, Tone]> = {
  live: ["The curtain rose: everything is public", "main"],
  announcing: ["The hold is over: people are told", "live"],
  settled: ["Settled", "live"],
  rolling_back: ["Flags are put back", "wait"],
  failed: ["Ended: everything is put back, and nothing was public", "wrong"],
  recalling: ["Taken back: the content is withdrawn", "wait"],
  recalled: ["The recall is complete", "quiet"],
  attention: ["It waits for a person", "wrong"],
}

const MAIL: Record<string, string> = {
  materialising: "The audience is written out",
  sending: "Mail is being sent",
  paused: "Mail is paused",
  cancelling: "Nothing more is sent",
  ended: "The mail has ended",
}

const FLIPS: Record<string, readonly [string, Tone]> = {
  "flip.attempted": ["is being set", "quiet"],
  "flip.applied": ["is set, and read back", "live"],
  "flip.delayed": ["has to wait for its service", "wait"],
  "flip.refused": ["was refused", "wrong"],
  "flip.restored": ["is put back", "quiet"],
  "flip.left_alone": ["is left as it is", "wait"],
}

function moveWords(to: string, because: string, { revision }: LaunchStep["detail"]): StepWords {
  const [title, tone] = MOVES[to] ?? [to, "quiet"]
  return { title, about: because || (typeof revision === "number" ? `Site revision ${revision}` : ""), tone }
}

function flipWords(name: string, { flag, environment }: LaunchStep["detail"], because: string): StepWords {
  const [does, tone] = FLIPS[name] ?? ["moved", "quiet"]
  return { title: `${textOf(flag)} in ${textOf(environment)} ${does}`, about: because, tone }
}

function countsOf({ cancelled, unknown }: LaunchStep["detail"]): string {
  return typeof cancelled === "number" ? `${cancelled} cancelled, ${Number(unknown ?? 0)} unknown` : ""
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : ""
}
