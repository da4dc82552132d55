import { resource } from "../../resource.ts"
import { listDeploymentsOperation, recordDeploymentOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listDeploymentsOperation, recordDeploymentOperation)
