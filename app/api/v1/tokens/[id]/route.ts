import { resource } from "../../../resource.ts"
import { getTokenOperation, revokeTokenOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getTokenOperation, revokeTokenOperation)
