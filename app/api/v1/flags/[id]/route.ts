import { resource } from "../../../resource.ts"
import { changeFlagOperation, getFlagOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getFlagOperation, changeFlagOperation)
