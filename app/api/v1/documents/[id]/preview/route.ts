import { resource } from "../../../../resource.ts"
import { previewEmailOperation } from "../../email-operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(previewEmailOperation)
