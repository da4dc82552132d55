import { resource } from "../../../../resource.ts"
import { stopLaunchOperation } from "../../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(stopLaunchOperation)
