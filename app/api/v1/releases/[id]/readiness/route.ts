import { resource } from "../../../../resource.ts"
import { readinessOperation } from "../../../launches/operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(readinessOperation)
