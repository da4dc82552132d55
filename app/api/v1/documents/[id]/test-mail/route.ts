import { resource } from "../../../../resource.ts"
import { sendTestMailOperation } from "../../email-operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(sendTestMailOperation)
