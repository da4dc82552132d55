import { resource } from "../../../resource.ts"
import { eraseSubscriberOperation, getSubscriberOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getSubscriberOperation, eraseSubscriberOperation)
