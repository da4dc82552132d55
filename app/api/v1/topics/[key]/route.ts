import { resource } from "../../../resource.ts"
import { editTopicOperation, retireTopicOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(editTopicOperation, retireTopicOperation)
