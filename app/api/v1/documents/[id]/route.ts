import { resource } from "../../../resource.ts"
import { editDocumentOperation, getDocumentOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(editDocumentOperation, getDocumentOperation)
