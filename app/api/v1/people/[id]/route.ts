import { resource } from "../../../resource.ts"
import { changeRoleOperation, getPersonOperation, removePersonOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getPersonOperation, changeRoleOperation, removePersonOperation)
