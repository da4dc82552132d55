import { resource } from "../../resource.ts"
import { createSegmentOperation, listSegmentsOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listSegmentsOperation, createSegmentOperation)
