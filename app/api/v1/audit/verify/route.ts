import { resource } from "../../../resource.ts"
import { verifyAuditOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(verifyAuditOperation)
