import { resource } from "../../../resource.ts"
import { editChangeOperation, getChangeOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getChangeOperation, editChangeOperation)
