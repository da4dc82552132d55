import type { DataFolder } from "./data-folder.ts"
import type { Machine } from "./machine.ts"

/** One data folder on this machine, and what its server is started with. */
export type Place = { folder: DataFolder; machine: Machine; report: (line: string) => void; settings: Record<string, string> }
