"use client"

import Link from "next/link"
import { useRouter } from "next/navigation"
import { type FormEvent, type ReactNode, useRef, useTransition } from "react"
import { Button } from "./button.tsx"

type Props = { path: string; submit: string; isFiltered: boolean; children: ReactNode }

/**
 * Filters that live in the address. Without JavaScript a plain form; with it, choosing is enough, and the list stays where it is until
 * the next one is there.
 */
export function FilterForm({ path, submit, isFiltered, children }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const router = useRouter()
  const [isLooking, startLooking] = useTransition()
  const look = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const query = queryOf(new FormData(event.currentTarget))
    startLooking(() => router.push(query === "" ? path : `${path}?${query}`))
  }
  const choose = (event: FormEvent) => {
    if (event.target instanceof HTMLSelectElement) form.current?.requestSubmit()
  }
  return (
    <form ref={form} className="filter-form" action={path} onSubmit={look} onChange={choose} aria-busy={isLooking}>
      {children}
      <Button type="submit">{submit}</Button>
      {isFiltered ? (
        <Link className="button" data-kind="plain" href={path} prefetch={false} onClick={() => empty(form.current)}>
          Clear
        </Link>
      ) : null}
    </form>
  )
}

/** What is sent, where the word for it is another one. */
export type FilterOption = string | { value: string; word: string }

type Choice = { name: string; label: string; all: string; chosen: string | undefined; options: readonly FilterOption[] }

/** A choice in a row of them: its label is read out, and its first option says it to the eye. */
export function FilterChoice({ name, label, all, chosen, options }: Choice) {
  if (options.length === 0) return null
  const offered = options.map((option) => (typeof option === "string" ? { value: option, word: option } : option))
  const isOffered = chosen === undefined || offered.some(({ value }) => value === chosen)
  const known = isOffered ? offered : [{ value: chosen, word: chosen }, ...offered]
  return (
    <select
      className="select"
      name={name}
      aria-label={label}
      defaultValue={chosen ?? ""}
      data-chosen={chosen === undefined ? undefined : ""}
    >
      <option value="">{all}</option>
      {known.map(({ value, word }) => (
        <option key={value} value={value}>
          {word}
        </option>
      ))}
    </select>
  )
}

function queryOf(fields: FormData): string {
  const asked = [...fields].filter((field): field is [string, string] => typeof field[1] === "string" && field[1].trim() !== "")
  return new URLSearchParams(asked).toString()
}

/** The page behind the link shows its form as it was rendered, and a browser keeps what was chosen in it. */
function empty(form: HTMLFormElement | null): void {
  for (const field of form?.elements ?? []) if (field instanceof HTMLSelectElement || field instanceof HTMLInputElement) field.value = ""
}
