import { resource } from "../../../resource.ts"
import { editFlagConnectionOperation, getFlagConnectionOperation, removeFlagConnectionOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(
  getFlagConnectionOperation,
  editFlagConnectionOperation,
  removeFlagConnectionOperation,
)
