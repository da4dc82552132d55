import { resource } from "../../../../resource.ts"
import { restoreVersionOperation } from "../../version-operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(restoreVersionOperation)
