import { resource } from "../../../../resource.ts"
import { testFlagConnectionOperation } from "../../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(testFlagConnectionOperation)
