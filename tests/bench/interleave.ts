/** Measures every side so many times, in turn; each turn begins with the next side, so that none always follows the same one. */
export async function interleave<Name extends string, Value>(
  turns: number,
  sides: Record<Name, () => Promise<Value>>,
): Promise<Record<Name, Value[]>> {
  const measured = namesOf(sides).map((name): [Name, Value[]] => [name, []])
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, values] of rotated(measured, turn)) values.push(await sides[name]())
  }
  return fromEntries(measured)
}

function rotated<Item>(items: Item[], by: number): Item[] {
  const first = by % items.length
  return [...items.slice(first), ...items.slice(0, first)]
}

/** The keys of a record that a benchmark writes as a literal: it has no others than its type says. */
function namesOf<Name extends string>(sides: Record<Name, unknown>): Name[] {
  return Object.keys(sides) as Name[]
}

/** Has every name, since `namesOf` gave them all. */
function fromEntries<Name extends string, Value>(measured: [Name, Value[]][]): Record<Name, Value[]> {
  return Object.fromEntries(measured) as Record<Name, Value[]>
}
