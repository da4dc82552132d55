import { resource } from "../../resource.ts"
import { listRepositoriesOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listRepositoriesOperation)
