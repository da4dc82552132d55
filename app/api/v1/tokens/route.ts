import { resource } from "../../resource.ts"
import { createTokenOperation, listTokensOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listTokensOperation, createTokenOperation)
