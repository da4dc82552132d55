import { resource } from "../../resource.ts"
import { invitePersonOperation, listPeopleOperation } from "./operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(listPeopleOperation, invitePersonOperation)
