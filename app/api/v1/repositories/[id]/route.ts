import { resource } from "../../../resource.ts"
import { editRepositoryOperation, getRepositoryOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getRepositoryOperation, editRepositoryOperation)
