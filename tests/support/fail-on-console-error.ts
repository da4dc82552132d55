import { afterEach, beforeEach, expect } from "vitest"

// A healthy run prints no error: whatever reaches console.error is a fault nobody looked at.
const printed: unknown[][] = []
const original = console.error

beforeEach(() => {
  printed.length = 0
  console.error = (...line: unknown[]) => {
    printed.push(line)
    original(...line)
  }
})

afterEach(() => {
  console.error = original
  expect(printed, "console.error was called").toEqual([])
})
