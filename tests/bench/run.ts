import { audience } from "./audience.ts"
import type { Benchmark, Length } from "./benchmark.ts"
import { curtain } from "./curtain.ts"
import { drain } from "./drain.ts"
import { feed304 } from "./feed-304.ts"
import { lists } from "./lists.ts"
import { mail } from "./mail.ts"
import { moment } from "./moment.ts"
import { ofrep } from "./ofrep.ts"
import { page } from "./page.ts"
import { type Comparison, holds } from "./ratio.ts"
import { search } from "./search.ts"
import { printTable } from "./table.ts"
import { vitals } from "./vitals.ts"
import { widget } from "./widget.ts"

// npm run bench [-- name …] [--long]. Ends with 1 where a bound is missed.

// The curtain binds this process to a core, so it comes last.
const BENCHMARKS: Benchmark[] = [mail, audience, drain, lists, page, feed304, widget, vitals, search, ofrep, moment, curtain]

const wanted = process.argv.slice(2).filter((argument) => argument !== "--long")
const length: Length = process.argv.includes("--long") ? "long" : "short"
const unknown = wanted.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}; there are ${BENCHMARKS.map(({ name }) => name).join(", ")}.`)
  process.exit(2)
}

const rows: Comparison[] = []
for (const { name, run } of BENCHMARKS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  rows.push(...(await run({ length, report: (line) => console.log(`${name}: ${line}`) })))
}
console.log()
printTable(rows)
process.exit(rows.every(holds) ? 0 : 1)
