import { resource } from "../../resource.ts"
import { listReleasesOperation, planReleaseOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listReleasesOperation, planReleaseOperation)
