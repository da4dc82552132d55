import type { Rule } from "./rule.ts"
import { adaptersAndPrivateSteps } from "./rules/adapters-and-private-steps.ts"
import { bannedNames } from "./rules/banned-names.ts"
import { checksAreNotSilenced } from "./rules/checks-are-not-silenced.ts"
import { citedPaths } from "./rules/cited-paths.ts"
import { commandsAuthorize } from "./rules/commands-authorize.ts"
import { componentsAreGivenData } from "./rules/components-are-given-data.ts"
import { databaseIsTheBottom } from "./rules/database-is-the-bottom.ts"
import { decisions } from "./rules/decisions.ts"
import { environment } from "./rules/environment.ts"
import { fileSize } from "./rules/file-size.ts"
import { fileVocabulary } from "./rules/file-vocabulary.ts"
import { folderTree } from "./rules/folder-tree.ts"
import { importsCanBeFollowed } from "./rules/imports-can-be-followed.ts"
import { jobsAreBound } from "./rules/jobs-are-bound.ts"
import { layers } from "./rules/layers.ts"
import { namesNothingPrivate } from "./rules/names-nothing-private.ts"
import { noGeneratedRoutes } from "./rules/no-generated-routes.ts"
import { noNetworkUnderALock } from "./rules/no-network-under-a-lock.ts"
import { nothingAfterTheAnswer } from "./rules/nothing-after-the-answer.ts"
import { outboundCalls } from "./rules/outbound-calls.ts"
import { publicPagesAreStatic } from "./rules/public-pages-are-static.ts"
import { sdkImporters } from "./rules/sdk-importers.ts"
import { serverOnlyUnderApp } from "./rules/server-only-under-app.ts"
import { sqlIsLiteral } from "./rules/sql-is-literal.ts"
import { statementsAreAwaited } from "./rules/statements-are-awaited.ts"
import { timeComesFromTheClock } from "./rules/time-comes-from-the-clock.ts"
import { transactionsLeaveATrace } from "./rules/transactions-leave-a-trace.ts"
import { visitorsReadReleasedRows } from "./rules/visitors-read-released-rows.ts"

export const ALL_RULES: Rule[] = [
  adaptersAndPrivateSteps,
  bannedNames,
  checksAreNotSilenced,
  citedPaths,
  commandsAuthorize,
  componentsAreGivenData,
  databaseIsTheBottom,
  decisions,
  environment,
  fileSize,
  fileVocabulary,
  folderTree,
  importsCanBeFollowed,
  jobsAreBound,
  layers,
  namesNothingPrivate,
  noGeneratedRoutes,
  noNetworkUnderALock,
  nothingAfterTheAnswer,
  outboundCalls,
  publicPagesAreStatic,
  sdkImporters,
  serverOnlyUnderApp,
  sqlIsLiteral,
  statementsAreAwaited,
  timeComesFromTheClock,
  transactionsLeaveATrace,
  visitorsReadReleasedRows,
]
