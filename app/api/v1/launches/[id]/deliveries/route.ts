import { resource } from "../../../../resource.ts"
import { listDeliveriesOperation } from "../../mail-operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listDeliveriesOperation)
