import { resource } from "../../../../resource.ts"
import { beginLaunchOperation } from "../../../launches/operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(beginLaunchOperation)
