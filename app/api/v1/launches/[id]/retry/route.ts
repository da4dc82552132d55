import { resource } from "../../../../resource.ts"
import { retryLaunchOperation } from "../../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(retryLaunchOperation)
