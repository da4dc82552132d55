import type { ConfirmSubscriptionProps } from "#emails/confirm-subscription.tsx"
import { findBrand } from "../brand/queries.ts"
import { oneLine, parseMailbox } from "../kernel/mail-address.ts"
import { unreachable } from "../kernel/unreachable.ts"
import { findSender } from "../mail/find-sender.ts"
import type { Mail } from "../mail/mailer.ts"
import type { Runtime } from "../runtime.ts"
import type { Decided } from "./decide-request.ts"
import { subscriberLinks, subscriberToken } from "./subscriber-link.ts"

type Deps = Pick<Runtime, "db" | "settings">

/**
 * The mail to whoever asked. Nothing that was typed into the form stands in it: it goes to an address whose owner may not have typed
 * anything, and is not to carry a stranger's words.
 */
export async function renderConfirmation(deps: Deps, decided: Decided): Promise<Mail> {
  // The library takes half a second to load: who never renders does not wait for it.
  const [{ render, toPlainText }, { createElement }, { default: ConfirmSubscription }, { subscriptionWordsFor }] = await Promise.all([
    import("react-email"),
    import("react"),
    import("#emails/confirm-subscription.tsx"),
    import("#emails/subscription-words.ts"),
  ])
  const props = await propsOf(deps, decided)
  const html = await render(createElement(ConfirmSubscription, props))
  return {
    to: { address: decided.email },
    subject: oneLine(subscriptionWordsFor(props.locale)[props.kind].subject(props.sender.name)),
    html,
    text: toPlainText(html, AS_WRITTEN),
    // RFC 3834: an absence note has nobody to answer to.
    headers: { "Auto-Submitted": "auto-generated" },
    tags: { s: decided.id },
  }
}

const AS_WRITTEN = { selectors: [{ selector: "h1", options: { uppercase: false } }] }

async function propsOf({ db, settings }: Deps, { answer, locale }: Decided): Promise<ConfirmSubscriptionProps> {
  const { publicUrl, mail } = settings
  const name = (await findSender(db))?.name ?? (await findBrand(db))?.name ?? parseMailbox(mail.from)?.name ?? publicUrl.hostname
  const sender = { name, url: publicUrl.href }
  switch (answer.mail) {
    case "confirm": {
      const token = subscriberToken(settings, { purpose: "confirm", subscriberId: answer.subscriberId, round: answer.round })
      return { kind: "confirm", locale, sender, url: new URL(`/confirm/${token}`, publicUrl).href }
    }
    case "already subscribed":
      return { kind: "already", locale, sender, url: subscriberLinks(settings, answer.subscriberId).preferences }
    default:
      return unreachable(answer.mail)
  }
}
