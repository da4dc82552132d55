import { expect, test } from "vitest"
import { jointQuestion, jointQuestions } from "#lib/kernel/joint-question.ts"

/** A question whose answers the test gives, and what the world is when each is asked. */
function asked() {
  const answers: { told: (text: string) => void; failed: (fault: Error) => void }[] = []
  const ask = () => new Promise<string>((told, failed) => answers.push({ told, failed }))
  return { ask, answers }
}

const rested = () => new Promise((resolve) => setImmediate(resolve))

test("whoever comes while a question is under way gets the answer to one that began after they came", async () => {
  const { ask, answers } = asked()
  const share = jointQuestion(ask)
  const first = share()
  const [second, third] = [share(), share()]
  expect(answers).toHaveLength(1)
  answers[0]?.told("before")
  await rested()
  expect(answers).toHaveLength(2)
  answers[1]?.told("after")
  expect(await Promise.all([first, second, third])).toEqual(["before", "after", "after"])
})

test("a question that nobody waits for is not asked, and the next one begins at once", async () => {
  const { ask, answers } = asked()
  const share = jointQuestion(ask)
  const first = share()
  answers[0]?.told("one")
  await first
  await rested()
  expect(answers).toHaveLength(1)
  const second = share()
  answers[1]?.told("two")
  expect(await second).toBe("two")
})

test("a fault is told to those who asked, and to nobody after them", async () => {
  const { ask, answers } = asked()
  const share = jointQuestion(ask)
  const [first, second] = [share().catch(String), share()]
  answers[0]?.failed(new Error("away"))
  await rested()
  answers[1]?.told("back")
  expect([await first, await second]).toEqual(["Error: away", "back"])
})

test("different keys do not wait for each other", async () => {
  const keys: string[] = []
  const share = jointQuestions(async (key) => {
    keys.push(key)
    return `${key}!`
  })
  expect(await Promise.all([share("one"), share("other"), share("one")])).toEqual(["one!", "other!", "one!"])
  expect(keys).toEqual(["one", "other", "one"])
})
