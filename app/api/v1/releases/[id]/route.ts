import { resource } from "../../../resource.ts"
import { editReleaseOperation, getReleaseOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getReleaseOperation, editReleaseOperation)
