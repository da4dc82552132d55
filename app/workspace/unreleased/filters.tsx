import { FilterChoice, FilterForm } from "#components/ui/filter-form.tsx"
import type { ChangeChoices } from "#lib/changes/list-change-choices.ts"
import { type Asked, isFiltered, UNRELEASED } from "./asked.ts"

export function Filters({ asked, choices }: { asked: Asked; choices: ChangeChoices }) {
  const { search, repository, type, flag, environment, audience } = asked
  return (
    <FilterForm path={UNRELEASED} submit="Find" isFiltered={isFiltered(asked)}>
      <input
        type="search"
        name="search"
        aria-label="Find changes"
        placeholder="Title, author, SHA or #12"
        maxLength={200}
        defaultValue={search}
      />
      <FilterChoice name="repository" label="Repository" all="Any repository" chosen={repository} options={choices.repositories} />
      <FilterChoice name="type" label="Type" all="Any type" chosen={type} options={choices.types} />
      <FilterChoice name="flag" label="Flag" all="Any flag" chosen={flag} options={choices.flags} />
      <FilterChoice name="environment" label="Environment" all="Any environment" chosen={environment} options={choices.environments} />
      <select
        className="select"
        name="audience"
        aria-label="Audience"
        defaultValue={audience ?? ""}
        data-chosen={audience === undefined ? undefined : ""}
      >
        <option value="">For customers</option>
        <option value="internal">Internal</option>
      </select>
    </FilterForm>
  )
}
