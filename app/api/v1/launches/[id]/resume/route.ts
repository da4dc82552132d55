import { resource } from "../../../../resource.ts"
import { resumeLaunchOperation } from "../../mail-operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(resumeLaunchOperation)
