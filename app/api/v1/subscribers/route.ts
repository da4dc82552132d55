import { resource } from "../../resource.ts"
import { addSubscriberOperation, listSubscribersOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listSubscribersOperation, addSubscriberOperation)
