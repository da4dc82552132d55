import { resource } from "../../../../resource.ts"
import { approveDocumentOperation } from "../../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(approveDocumentOperation)
