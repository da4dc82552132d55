import { LONGEST_QUESTION } from "#lib/site/search.ts"
import "./search-form.css"

/** A form like any other: it works without a script, and the answer has an address. */
export function SearchForm({ question = "" }: { question?: string }) {
  return (
    <search>
      <form className="question" action="/search">
        <label htmlFor="q">What are you looking for?</label>
        <div>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={question}
            maxLength={LONGEST_QUESTION}
            autoComplete="off"
            enterKeyHint="search"
          />
          <button type="submit">Search</button>
        </div>
      </form>
    </search>
  )
}
