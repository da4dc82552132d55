import { resource } from "../../../resource.ts"
import { getVersionOperation } from "../../documents/version-operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getVersionOperation)
