import { asc } from "drizzle-orm"
import { capturedMails } from "#db/schema/mail.ts"
import { describeMailer } from "#tests/support/mailer-contract.ts"
import { openWorld } from "#tests/support/world.ts"

describeMailer("capture", async () => {
  const world = await openWorld()
  return {
    mailer: world.mailer,
    close: () => world.close(),
    received: async () => {
      const rows = await world.db.select().from(capturedMails).orderBy(asc(capturedMails.id))
      return rows.map(({ recipient, recipientName, headers, ...mail }) => ({
        ...mail,
        recipients: [recipient],
        recipientName,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      }))
    },
  }
})
