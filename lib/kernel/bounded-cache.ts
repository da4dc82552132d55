import { LRUCache } from "lru-cache"

export type BoundedCache<Value> = {
  /** What is kept under the key, or else what `make` gives; those who ask while it is made wait for the same making. */
  get(key: string, make: () => Promise<Value>): Promise<Value>
  /** What is kept under the key, now; nothing is made. */
  find(key: string): Value | null
  bytes(): number
}

/** Keeps values up to a number of bytes, the least recently used going first. What could not be made is not kept. */
export function openBoundedCache<Value extends object>(options: {
  maxBytes: number
  bytesOf: (value: Value) => number
}): BoundedCache<Value> {
  const kept = new LRUCache<string, Value>({ maxSize: options.maxBytes, maxEntrySize: options.maxBytes / 4 })
  const making = new Map<string, Promise<Value>>()
  return { get, find: (key) => kept.get(key) ?? null, bytes: () => kept.calculatedSize }

  async function get(key: string, make: () => Promise<Value>): Promise<Value> {
    const found = kept.get(key)
    if (found) return found
    const underWay = making.get(key) ?? start(key, make)
    return underWay
  }

  async function start(key: string, make: () => Promise<Value>): Promise<Value> {
    const underWay = make()
    making.set(key, underWay)
    try {
      const value = await underWay
      kept.set(key, value, { size: Math.max(1, options.bytesOf(value) + key.length) })
      return value
    } finally {
      making.delete(key)
    }
  }
}
