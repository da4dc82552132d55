import { randomUUID } from "node:crypto"
import { aWord, type Words } from "#tests/support/canary.ts"
import type { Answer, Question, RawClient } from "#tests/support/canary-client.ts"
import { type Search, textOf, withoutItsOwn } from "#tests/support/canary-search.ts"
import { eachOf } from "#tests/support/each-of.ts"

type Sweep = { client: RawClient; search: Search; words: Words }
export type Swept = { asked: number; leaks: string[]; failures: string[]; statuses: Record<number, number> }

const AT_ONCE = 12

/** Asks everything, and tells each answer that holds a word or a failure of ours. */
export async function sweep(using: Sweep, questions: readonly Question[]): Promise<Swept> {
  const swept: Swept = { asked: questions.length, leaks: [], failures: [], statuses: {} }
  await eachOf(questions, { atOnce: AT_ONCE }, async (question) => {
    const answer = await askInPeace(using.client, question)
    swept.statuses[answer.status] = (swept.statuses[answer.status] ?? 0) + 1
    if (answer.status >= 500) swept.failures.push(`${answer.status} ${printed(question)}: ${textOf(answer).slice(0, 300)}`)
    const found = using.search(textOf(answer))
    if (found.length > 0 && !(await isMereEcho(using, question, found))) swept.leaks.push(`${found.join(", ")} in ${printed(question)}`)
  })
  return swept
}

/** A process that cannot confirm the revision says nothing for a moment: on a machine this busy it is asked again. */
export async function askInPeace(client: RawClient, question: Question): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await client.ask(question)
    if (answer.status !== 503 || attempt === 5) return answer
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** Words that the question said itself may come back, if those of a thing that never was come back in just the same way. */
async function isMereEcho({ client, words }: Sweep, question: Question, found: string[]): Promise<boolean> {
  const said = found.filter((name) => isIn(question, words[name] ?? ""))
  if (said.length < found.length) return false
  const standIns = standInsFor(said.map((name) => words[name] ?? ""))
  const [one, other] = [await askInPeace(client, question), await askInPeace(client, replaceIn(question, standIns))]
  return comparable(one, []) === comparable(other, standIns)
}

function isIn(question: Question, word: string): boolean {
  return JSON.stringify(question).toLowerCase().includes(word) || decodeURI(escapeBroken(question.path)).includes(word)
}

function escapeBroken(path: string): string {
  try {
    decodeURI(path)
    return path
  } catch {
    return ""
  }
}

/** For each word, one of the same form that nothing is called. */
export function standInsFor(words: readonly string[]): [string, string][] {
  return words.map((word) => [word, word.length === 36 ? randomUUID() : aWord()])
}

export function replaceIn(question: Question, standIns: [string, string][]): Question {
  const text = standIns.reduce((one, [word, standIn]) => replaceAllForms(one, word, standIn), JSON.stringify(question))
  return JSON.parse(text) as Question
}

function replaceAllForms(text: string, word: string, standIn: string): string {
  const encoded = (one: string) => [...one].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("")
  return text
    .replaceAll(word, standIn)
    .replaceAll(word.toUpperCase(), standIn.toUpperCase())
    .replaceAll(encoded(word), encoded(standIn))
    .replaceAll(word.slice(1), standIn.slice(1))
}

/** An answer without the time, the request's number, and the word that was asked for. */
export function comparable(answer: Answer, standIns: [string, string][]): string {
  const text = withoutItsOwn(textOf(answer))
  return standIns.reduce((one, [word, standIn]) => replaceAllForms(one, standIn, word), text)
}

export function printed({ method, path, headers = {}, body }: Question): string {
  const told = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${path}`, ...told, ...(body === undefined ? [] : [body])].join(" | ")
}
