import { resource } from "../../../../resource.ts"
import { redeliverHookOperation } from "../../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(redeliverHookOperation)
