import { resource } from "../../../resource.ts"
import { getSegmentOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getSegmentOperation)
