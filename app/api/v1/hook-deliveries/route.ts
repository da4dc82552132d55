import { resource } from "../../resource.ts"
import { listHookDeliveriesOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listHookDeliveriesOperation)
