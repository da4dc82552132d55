import { resource } from "../../../../resource.ts"
import { draftDocumentOperation, listDocumentsOperation } from "../../../documents/operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(draftDocumentOperation, listDocumentsOperation)
