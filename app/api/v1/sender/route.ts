import { resource } from "../../resource.ts"
import { editSenderOperation, getSenderOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getSenderOperation, editSenderOperation)
