import { resource } from "../../../resource.ts"
import { editSegmentOperation, getSegmentOperation, removeSegmentOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getSegmentOperation, editSegmentOperation, removeSegmentOperation)
