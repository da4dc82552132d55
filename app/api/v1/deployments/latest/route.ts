import { resource } from "../../../resource.ts"
import { findLatestDeploymentOperation } from "../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(findLatestDeploymentOperation)
