import { resource } from "../../resource.ts"
import { editAccessOperation, getAccessOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getAccessOperation, editAccessOperation)
