/** Does something for every item, some of them at the same time. */
export async function eachOf<Item>(
  items: readonly Item[],
  { atOnce }: { atOnce: number },
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items]
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane))
}
