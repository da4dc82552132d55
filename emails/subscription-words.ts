type Words = { subject: (sender: string) => string; title: string; lead: (sender: string) => string; button: string; otherwise: string }
export type SubscriptionWords = { confirm: Words; already: Words }

const ENGLISH: SubscriptionWords = {
  confirm: {
    subject: (sender) => `Confirm that you want news of ${sender}`,
    title: "Do you want to subscribe?",
    lead: (sender) =>
      `Somebody, we hope you, asked for mail about new releases of ${sender}. Confirm it, and you get one when something is released.`,
    button: "Confirm the subscription",
    otherwise: "If it was not you, do nothing: without the confirmation you get no further mail from us.",
  },
  already: {
    subject: (sender) => `You are subscribed to ${sender} already`,
    title: "You are subscribed already",
    lead: (sender) => `Somebody, we hope you, asked for mail about new releases of ${sender}. You get it already, so nothing has changed.`,
    button: "See or change what you get",
    otherwise: "If it was not you, there is nothing to do.",
  },
}

const GERMAN: SubscriptionWords = {
  confirm: {
    subject: (sender) => `Bitte bestätigen: Neuigkeiten von ${sender}`,
    title: "Möchten Sie abonnieren?",
    lead: (sender) =>
      `Jemand, hoffentlich Sie, hat um Mails über neue Releases von ${sender} gebeten. Bestätigen Sie es, und Sie bekommen eine, sobald etwas erscheint.`,
    button: "Abonnement bestätigen",
    otherwise: "Wenn Sie das nicht waren, tun Sie nichts: Ohne die Bestätigung bekommen Sie keine weitere Mail von uns.",
  },
  already: {
    subject: (sender) => `Sie haben ${sender} schon abonniert`,
    title: "Sie sind schon dabei",
    lead: (sender) =>
      `Jemand, hoffentlich Sie, hat um Mails über neue Releases von ${sender} gebeten. Sie bekommen sie schon, es hat sich nichts geändert.`,
    button: "Auswahl ansehen oder ändern",
    otherwise: "Wenn Sie das nicht waren, ist nichts zu tun.",
  },
}

const FRENCH: SubscriptionWords = {
  confirm: {
    subject: (sender) => `Confirmez votre abonnement aux nouveautés de ${sender}`,
    title: "Souhaitez-vous vous abonner ?",
    lead: (sender) =>
      `Quelqu’un, vous sans doute, a demandé à recevoir les nouveautés de ${sender}. Confirmez, et vous recevrez un message à chaque nouvelle version.`,
    button: "Confirmer l’abonnement",
    otherwise: "Si ce n’était pas vous, ne faites rien : sans confirmation, vous ne recevrez plus de message de notre part.",
  },
  already: {
    subject: (sender) => `Vous êtes déjà abonné à ${sender}`,
    title: "Vous êtes déjà abonné",
    lead: (sender) =>
      `Quelqu’un, vous sans doute, a demandé à recevoir les nouveautés de ${sender}. Vous les recevez déjà : rien n’a changé.`,
    button: "Voir ou modifier mes choix",
    otherwise: "Si ce n’était pas vous, il n’y a rien à faire.",
  },
}

const WORDS: Readonly<Record<string, SubscriptionWords>> = { en: ENGLISH, de: GERMAN, fr: FRENCH }

/** By language; every other reads English. */
export function subscriptionWordsFor(locale: string): SubscriptionWords {
  const [language = ""] = locale.toLowerCase().split("-")
  return (Object.hasOwn(WORDS, language) ? WORDS[language] : undefined) ?? ENGLISH
}
