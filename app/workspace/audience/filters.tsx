import { FilterForm } from "#components/ui/filter-form.tsx"
import { type Asked, AUDIENCE, isFiltered } from "./asked.ts"

type Option = { value: string; name: string }
type Choices = { topics: { key: string; name: string }[]; segments: { id: string; name: string }[]; locales: string[] }

export function Filters({ asked, choices }: { asked: Asked; choices: Choices }) {
  const { search, state, topic, segment, locale } = asked
  return (
    <FilterForm path={AUDIENCE} submit="Find" isFiltered={isFiltered(asked)}>
      <input
        type="search"
        name="search"
        aria-label="Find subscribers"
        placeholder="Part of an address or a name"
        maxLength={200}
        defaultValue={search}
      />
      <Choice name="state" label="State" all="Any state" chosen={state} options={STATES} />
      <Choice
        name="topic"
        label="Topic"
        all="Any topic"
        chosen={topic}
        options={choices.topics.map(({ key, name }) => ({ value: key, name }))}
      />
      <Choice
        name="segment"
        label="Segment"
        all="Any segment"
        chosen={segment}
        options={choices.segments.map(({ id, name }) => ({ value: id, name }))}
      />
      <Choice
        name="locale"
        label="Language"
        all="Any language"
        chosen={locale}
        options={choices.locales.map((one) => ({ value: one, name: one }))}
      />
    </FilterForm>
  )
}

const STATES: Option[] = [
  { value: "active", name: "Active" },
  { value: "pending", name: "Not confirmed" },
  { value: "ended", name: "Ended" },
]

function Choice(props: { name: string; label: string; all: string; chosen: string | undefined; options: Option[] }) {
  const { name, label, all, chosen, options } = props
  if (options.length === 0) return null
  return (
    <select
      className="select"
      name={name}
      aria-label={label}
      defaultValue={chosen ?? ""}
      data-chosen={chosen === undefined ? undefined : ""}
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.name}
        </option>
      ))}
    </select>
  )
}
