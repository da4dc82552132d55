/** Loads once per revision, and keeps what belongs to the current revision and to the one before, which is still being answered. */
export function openLastTwo<Value>(load: (revision: number) => Promise<Value>): (revision: number) => Promise<Value> {
  const loaded = new Map<number, Promise<Value>>()
  return (revision) => {
    const found = loaded.get(revision)
    if (found !== undefined) return found
    const loading = load(revision)
    loaded.set(revision, loading)
    loading.catch(() => loaded.delete(revision))
    for (const older of loaded.keys()) if (older < revision - 1) loaded.delete(older)
    return loading
  }
}
