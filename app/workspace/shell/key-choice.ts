"use client"

const KEY = "curtain-keys"

/** On, unless somebody said otherwise in this browser; one that keeps nothing for us has them on. */
export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off"
  } catch {
    return true
  }
}

export function setKeys(keys: "on" | "off"): void {
  try {
    localStorage.setItem(KEY, keys)
  } catch {
    // Kept nowhere, so it holds for nothing: said by the box, which stays as it was on the next visit.
  }
}
