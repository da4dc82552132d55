import { resource } from "../../resource.ts"
import { listAuditOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listAuditOperation)
