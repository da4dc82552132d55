import { resource } from "../../../resource.ts"
import { getLaunchOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getLaunchOperation)
