import { resource } from "../../../../resource.ts"
import { listVersionsOperation } from "../../version-operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listVersionsOperation)
