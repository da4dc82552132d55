import { resource } from "../../resource.ts"
import { listCapturedMailsOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listCapturedMailsOperation)
