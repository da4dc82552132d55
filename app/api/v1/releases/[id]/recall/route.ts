import { resource } from "../../../../resource.ts"
import { recallOperation } from "../../../launches/operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(recallOperation)
