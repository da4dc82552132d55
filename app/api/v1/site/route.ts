import { resource } from "../../resource.ts"
import { editSiteOperation, getSiteOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(getSiteOperation, editSiteOperation)
