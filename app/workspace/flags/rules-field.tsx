"use client"

import { Button } from "#components/ui/button.tsx"
import type { FormState } from "#components/ui/form-state.ts"
import { OPERATORS } from "#lib/kernel/trait-condition.ts"
import {
  type ConditionDraft,
  isOperator,
  newCondition,
  newRule,
  OPERATOR_WORDS,
  placeInRules,
  type RuleDraft,
  VALUE_KINDS,
} from "./rule-draft.ts"

type Props = { rules: RuleDraft[]; onChange: (rules: RuleDraft[]) => void; state: FormState }

/** Rules from the top: the first one whose conditions all hold decides. */
export function RulesField({ rules, onChange, state }: Props) {
  return (
    <fieldset className="rules-field">
      <legend>Rules, the first that fits decides</legend>
      {rules.map((rule, at) => (
        <RuleField
          key={rule.id}
          rule={rule}
          number={at + 1}
          onChange={(next) => onChange(rules.with(at, next))}
          onLeave={() => onChange(rules.toSpliced(at, 1))}
        />
      ))}
      <Button onClick={() => onChange([...rules, newRule()])}>Add a rule</Button>
      <Wrong state={state} />
    </fieldset>
  )
}

function RuleField(props: { rule: RuleDraft; number: number; onChange: (rule: RuleDraft) => void; onLeave: () => void }) {
  const { rule, number, onChange, onLeave } = props
  const { conditions, rollout } = rule
  return (
    <div className="rule">
      {conditions.map((condition, at) => (
        <ConditionField
          key={condition.id}
          condition={condition}
          name={`Rule ${number}, condition ${at + 1}`}
          word={at === 0 ? "If" : "and"}
          onChange={(next) => onChange({ ...rule, conditions: conditions.with(at, next) })}
          onLeave={conditions.length === 1 ? null : () => onChange({ ...rule, conditions: conditions.toSpliced(at, 1) })}
        />
      ))}
      <div className="rule-foot">
        <label>
          <span>on for</span>
          <input
            type="number"
            min={0}
            max={100}
            aria-label={`Rule ${number}, percent of them`}
            value={rollout}
            onChange={(event) => onChange({ ...rule, rollout: event.target.value })}
          />
          <span>% of them</span>
        </label>
        <Button kind="plain" onClick={() => onChange({ ...rule, conditions: [...conditions, newCondition()] })}>
          Add a condition
        </Button>
        <Button kind="plain" onClick={onLeave} aria-label={`Remove rule ${number}`}>
          Remove
        </Button>
      </div>
    </div>
  )
}

type ConditionProps = {
  condition: ConditionDraft
  name: string
  word: string
  onChange: (condition: ConditionDraft) => void
  onLeave: (() => void) | null
}

function ConditionField({ condition, name, word, onChange, onLeave }: ConditionProps) {
  const { trait, operator, kind, values } = condition
  return (
    <div className="condition">
      <span className="word">{word}</span>
      <input
        aria-label={`${name}, trait`}
        placeholder="trait, like plan"
        value={trait}
        maxLength={100}
        onChange={(event) => onChange({ ...condition, trait: event.target.value })}
      />
      <select
        aria-label={`${name}, comparison`}
        value={operator}
        onChange={({ target }) => onChange({ ...condition, operator: isOperator(target.value) ? target.value : operator })}
      >
        {OPERATORS.map((one) => (
          <option key={one} value={one}>
            {OPERATOR_WORDS[one]}
          </option>
        ))}
      </select>
      <input
        aria-label={`${name}, values`}
        placeholder={kind === "yes or no" ? "yes" : "value, another"}
        value={values}
        onChange={(event) => onChange({ ...condition, values: event.target.value })}
      />
      <select
        aria-label={`${name}, kind of value`}
        value={kind}
        onChange={({ target }) => onChange({ ...condition, kind: VALUE_KINDS.find((one) => one === target.value) ?? kind })}
      >
        {VALUE_KINDS.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      {onLeave === null ? null : (
        <Button kind="plain" onClick={onLeave} aria-label={`Remove ${name}`}>
          Remove
        </Button>
      )}
    </div>
  )
}

function Wrong({ state }: { state: FormState }) {
  if (state.is !== "refused") return null
  const wrong = state.complaints.flatMap(({ path, message }) => {
    const place = placeInRules(path)
    return place === null ? [] : [{ path, text: `${place}: ${message}.` }]
  })
  if (wrong.length === 0) return null
  return (
    <ul className="wrong" role="alert">
      {wrong.map(({ path, text }) => (
        <li key={path}>{text}</li>
      ))}
    </ul>
  )
}
