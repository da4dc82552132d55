import { resource } from "../../../resource.ts"
import { importEntriesOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(importEntriesOperation)
