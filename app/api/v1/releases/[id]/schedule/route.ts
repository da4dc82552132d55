import { resource } from "../../../../resource.ts"
import { scheduleReleaseOperation, unscheduleReleaseOperation } from "../../operations.ts"

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource(scheduleReleaseOperation, unscheduleReleaseOperation)
