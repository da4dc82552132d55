import type { Comparison } from "./ratio.ts"

export type Length = "short" | "long"

export type Benchmark = {
  name: string
  /** Says what it is doing through `report`; the numbers come back. */
  run(options: { length: Length; report(line: string): void }): Promise<Comparison[]>
}
