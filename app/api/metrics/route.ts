import { resource } from "../resource.ts"
import { readMetricsOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(readMetricsOperation)
