import { resource } from "../../../../resource.ts"
import { draftFromChangesOperation } from "../../../documents/operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(draftFromChangesOperation)
