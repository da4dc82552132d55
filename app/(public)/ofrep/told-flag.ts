import { type EvaluableFlag, type Evaluation, type EvaluationContext, evaluatorOf } from "#lib/flags/evaluation.ts"

/** What is told of a flag, as JSON. */
export type Told = { is: Evaluation["is"]; text: string }

export type ToldFlag = { tell(context: EvaluationContext): Told }

/** A flag has a handful of answers, whoever asks: each is written once and then told as it stands. */
export function toldFlag(flag: EvaluableFlag): ToldFlag {
  const evaluate = evaluatorOf(flag)
  const written = new Map<Evaluation, Told>()
  const write = (evaluation: Evaluation): Told => {
    const told = { is: evaluation.is, text: JSON.stringify(memberOf(flag.key, evaluation)) }
    written.set(evaluation, told)
    return told
  }
  return {
    tell: (context) => {
      const evaluation = evaluate(context)
      return written.get(evaluation) ?? write(evaluation)
    },
  }
}

function memberOf(key: string, evaluation: Evaluation): object {
  if (evaluation.is === "failed") return { key, errorCode: evaluation.errorCode, errorDetails: evaluation.errorDetails }
  const { value, reason, variant } = evaluation
  return { key, value, reason, variant }
}
