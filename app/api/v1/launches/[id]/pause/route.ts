import { resource } from "../../../../resource.ts"
import { pauseLaunchOperation } from "../../mail-operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(pauseLaunchOperation)
