import { type ImportReport, ROW_RESULTS, type RowResult } from "#lib/subscribers/import-report.ts"

const WORDS: Record<RowResult, { checked: string; imported: string }> = {
  added: { checked: "would be added", imported: "added" },
  updated: { checked: "would get what is new", imported: "got what is new" },
  kept_out: { checked: "would be kept out", imported: "kept out" },
  duplicate: { checked: "there twice", imported: "there twice" },
  refused: { checked: "would be refused", imported: "refused" },
}

/** More lines than this are mended by the file's own program, not by reading them here. */
const MOST_LINES = 200

const NUMBERS = new Intl.NumberFormat("en")

export function Report({ is, report: { counts, rows } }: { is: "checked" | "imported"; report: ImportReport }) {
  const told = rows.filter(({ message }) => message !== null)
  return (
    <>
      <h2>{is === "checked" ? `Checked ${NUMBERS.format(counts.rows)} lines, nothing is written yet` : "Imported"}</h2>
      <ul className="import-counts">
        {ROW_RESULTS.filter((result) => counts[result] > 0).map((result) => (
          <li key={result}>
            <strong>{NUMBERS.format(counts[result])}</strong> {WORDS[result][is]}
          </li>
        ))}
      </ul>
      {told.length === 0 ? null : (
        <div className="table-frame">
          <table className="table">
            <caption className="visually-hidden">Lines that are not taken as they are</caption>
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">What is with it</th>
              </tr>
            </thead>
            <tbody>
              {told.slice(0, MOST_LINES).map(({ row, message }) => (
                <tr key={row}>
                  <td>{row}</td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {told.length > MOST_LINES ? <p className="quiet">And {NUMBERS.format(told.length - MOST_LINES)} more lines.</p> : null}
    </>
  )
}
