import { resource } from "../../../resource.ts"
import { importSubscribersOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(importSubscribersOperation)
