import { resource } from "../../resource.ts"
import { createFlagConnectionOperation, listFlagConnectionsOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listFlagConnectionsOperation, createFlagConnectionOperation)
