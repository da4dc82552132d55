/**
 * Does the same to every item, a few at a time, and answers in their order. All are tried even where one throws: what is
 * under way outside cannot be called back. Then the first error is thrown.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: PromiseSettledResult<Result>[] = []
  const waiting = items.entries()
  const lane = async () => {
    for (const [index, item] of waiting) {
      const [result] = await Promise.allSettled([work(item)])
      results[index] = result
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane))
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason
    return result.value
  })
}
