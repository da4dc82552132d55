import { resource } from "../../resource.ts"
import { getWidgetOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getWidgetOperation)
