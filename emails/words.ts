/** What a release mail says around the document, in the languages that are known; every other locale reads English. */
export type MailWords = {
  /** The name follows at once, with a space before it, or nothing does. */
  hello: string
  readMore: string
  /** Why it came, before the sender's name. */
  because: (sender: string) => string
  unsubscribe: string
  preferences: string
}

const ENGLISH: MailWords = {
  hello: "Hello",
  readMore: "Read it on the site",
  because: (sender) => `You get this mail because you subscribed to releases of ${sender}.`,
  unsubscribe: "Unsubscribe",
  preferences: "Change what you get",
}

const WORDS: Readonly<Record<string, MailWords>> = {
  en: ENGLISH,
  de: {
    hello: "Hallo",
    readMore: "Auf der Website lesen",
    because: (sender) => `Sie bekommen diese Mail, weil Sie die Neuigkeiten von ${sender} abonniert haben.`,
    unsubscribe: "Abbestellen",
    preferences: "Auswahl ändern",
  },
  fr: {
    hello: "Bonjour",
    readMore: "Lire sur le site",
    because: (sender) => `Vous recevez ce message car vous êtes abonné aux nouveautés de ${sender}.`,
    unsubscribe: "Se désabonner",
    preferences: "Modifier mes choix",
  },
  es: {
    hello: "Hola",
    readMore: "Leer en el sitio",
    because: (sender) => `Recibes este correo porque te suscribiste a las novedades de ${sender}.`,
    unsubscribe: "Darse de baja",
    preferences: "Cambiar lo que recibo",
  },
  it: {
    hello: "Ciao",
    readMore: "Leggi sul sito",
    because: (sender) => `Ricevi questa mail perché ti sei iscritto alle novità di ${sender}.`,
    unsubscribe: "Annulla l’iscrizione",
    preferences: "Cambia le preferenze",
  },
  nl: {
    hello: "Hallo",
    readMore: "Lees het op de site",
    because: (sender) => `Je krijgt deze mail omdat je op het nieuws van ${sender} bent geabonneerd.`,
    unsubscribe: "Afmelden",
    preferences: "Voorkeuren wijzigen",
  },
  pt: {
    hello: "Olá",
    readMore: "Ler no site",
    because: (sender) => `Recebe esta mensagem porque subscreveu as novidades de ${sender}.`,
    unsubscribe: "Cancelar subscrição",
    preferences: "Alterar preferências",
  },
}

/** `de-AT` reads German. */
export function wordsFor(locale: string): MailWords {
  return WORDS[locale.split("-")[0] ?? ""] ?? ENGLISH
}

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur", "yi", "ps", "dv"]

export function directionOf(locale: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.includes(locale.split("-")[0] ?? "") ? "rtl" : "ltr"
}
