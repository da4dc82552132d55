"use client"

import { Button } from "#components/ui/button.tsx"
import { OPERATORS } from "#lib/kernel/trait-condition.ts"
import type { Parts } from "./rule-builder.tsx"
import { NEW_ROW, type RuleRow } from "./rule-form.ts"
import { OPERATOR_WORDS } from "./rule-words.ts"

type Props = { row: RuleRow; parts: Parts; name: string; onChange: (row: RuleRow) => void; onRemove: () => void }
type Part = { row: RuleRow; name: string; set: (part: Partial<RuleRow>) => void }

const KINDS: { kind: RuleRow["kind"]; word: string }[] = [
  { kind: "trait", word: "Trait" },
  { kind: "locales", word: "Language" },
  { kind: "topics", word: "Topic" },
  { kind: "emailDomains", word: "Domain" },
]

export function RuleLine({ row, parts, name, onChange, onRemove }: Props) {
  const set = (part: Partial<RuleRow>) => onChange({ ...row, ...part })
  return (
    <div className="rule-row" data-kind={row.kind}>
      <select
        className="select"
        aria-label={`Kind of ${name}`}
        value={`${row.kind} ${row.is}`}
        onChange={(event) => onChange(rowOfKind(event.target.value))}
      >
        {KINDS.flatMap(({ kind, word }) => [
          <option key={kind} value={`${kind} is`}>
            {word}
          </option>,
          <option key={`${kind} not`} value={`${kind} not`}>
            {word}, not
          </option>,
        ])}
      </select>
      {row.kind === "trait" ? <TraitPart {...{ row, name, set }} /> : null}
      {row.kind === "topics" ? <TopicPart {...{ row, name, set }} topics={parts.topics} /> : <ValuePart {...{ row, name, set }} />}
      <Button kind="plain" aria-label={`Remove ${name}`} onClick={onRemove}>
        Remove
      </Button>
    </div>
  )
}

const PLACEHOLDERS = { trait: "pro, team", locales: "de, pt-BR", topics: "", emailDomains: "acme.example" }

function ValuePart({ row, name, set }: Part) {
  return (
    <input
      className="values"
      aria-label={`Values of ${name}`}
      placeholder={PLACEHOLDERS[row.kind]}
      value={row.values}
      onChange={(event) => set({ values: event.target.value })}
    />
  )
}

function TopicPart({ row, name, set, topics }: Part & { topics: Parts["topics"] }) {
  const several = row.values.includes(",") ? [{ key: row.values, name: row.values }] : []
  return (
    <select
      className="select values"
      aria-label={`Values of ${name}`}
      value={row.values}
      onChange={(event) => set({ values: event.target.value })}
    >
      <option value="">Choose a topic</option>
      {[...topics, ...several].map((topic) => (
        <option key={topic.key} value={topic.key}>
          {topic.name}
        </option>
      ))}
    </select>
  )
}

function TraitPart({ row, name, set }: Part) {
  return (
    <>
      <input
        aria-label={`Trait of ${name}`}
        list="known-traits"
        placeholder="plan"
        value={row.trait}
        onChange={(event) => set({ trait: event.target.value })}
      />
      <select
        className="select"
        aria-label={`Comparison of ${name}`}
        value={row.operator}
        onChange={(event) => set({ operator: OPERATORS.find((one) => one === event.target.value) ?? row.operator })}
      >
        {OPERATORS.map((operator) => (
          <option key={operator} value={operator}>
            {OPERATOR_WORDS[operator]}
          </option>
        ))}
      </select>
    </>
  )
}

/** Of another kind, with nothing of what was typed for the one before. */
function rowOfKind(text: string): RuleRow {
  const [word, is] = text.split(" ")
  const { kind } = KINDS.find((one) => one.kind === word) ?? NEW_ROW
  return { ...NEW_ROW, kind, is: is === "not" ? "not" : "is" }
}
