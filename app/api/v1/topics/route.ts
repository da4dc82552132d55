import { resource } from "../../resource.ts"
import { createTopicOperation, listTopicsOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listTopicsOperation, createTopicOperation)
