import { type WriteOff, writeOffMail } from "../delivery/write-off-mail.ts"
import type { Runtime } from "../runtime.ts"
import type { Launch } from "./launch.ts"

/** Writes off what a stopped or recalled launch had not sent, ten thousand mails in a commit. */
export async function writeOffRest(deps: Pick<Runtime, "db">, launch: Launch): Promise<Exclude<WriteOff, "more">> {
  for (;;) {
    const written = await deps.db.transaction((tx) => writeOffMail(tx, launch.id))
    if (written !== "more") return written
  }
}
