import { resource } from "../../resource.ts"
import { createFlagOperation, listFlagsOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listFlagsOperation, createFlagOperation)
