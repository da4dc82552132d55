/**
 * Asks for many what each would ask alone: whoever comes while a question is under way gets the answer to the next one, which
 * begins after they came. So nobody is told what was true before they asked, and however many ask, one question is under way.
 */
export function jointQuestion<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let underWay: Promise<Answer> | null = null
  let next: Promise<Answer> | null = null
  return () => {
    if (underWay === null) return begin()
    next ??= underWay.then(begin, begin)
    return next
  }

  function begin(): Promise<Answer> {
    next = null
    const asked = ask()
    underWay = asked
    const ended = () => {
      if (underWay === asked && next === null) underWay = null
    }
    asked.then(ended, ended)
    return asked
  }
}

/** One such question for each key, remembered only while somebody waits for it. */
export function jointQuestions<Answer>(ask: (key: string) => Promise<Answer>): (key: string) => Promise<Answer> {
  const questions = new Map<string, { share: () => Promise<Answer>; waiting: number }>()
  return async (key) => {
    const question = questions.get(key) ?? { share: jointQuestion(() => ask(key)), waiting: 0 }
    questions.set(key, question)
    question.waiting += 1
    try {
      return await question.share()
    } finally {
      question.waiting -= 1
      if (question.waiting === 0) questions.delete(key)
    }
  }
}
