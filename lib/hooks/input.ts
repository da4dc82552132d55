import { z } from "zod"
import { recordDeploymentInput, recordPullRequestInput, recordPushInput } from "../changes/input.ts"

/** What a hook can tell us, in our own words: stored as it is, parsed again when it is processed. */
export const hookNews = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("push"), push: recordPushInput, isComplete: z.boolean() }),
  z.strictObject({ is: z.literal("pull request"), pullRequest: recordPullRequestInput }),
  z.strictObject({ is: z.literal("deployment"), deployment: recordDeploymentInput }),
])

export type HookNews = z.output<typeof hookNews>
/** As it is stored: times are text. */
export type HookNewsGiven = z.input<typeof hookNews>
