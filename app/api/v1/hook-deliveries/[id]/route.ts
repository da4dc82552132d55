import { resource } from "../../../resource.ts"
import { getHookDeliveryOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getHookDeliveryOperation)
