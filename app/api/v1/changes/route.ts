import { resource } from "../../resource.ts"
import { listChangesOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listChangesOperation)
