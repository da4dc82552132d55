import { resource } from "../../../resource.ts"
import { getCapturedMailOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getCapturedMailOperation)
