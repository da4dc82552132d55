import type { Role } from "#lib/access/actor.ts"

/** Who reads what Acme writes. Every address is at a name that can never exist, so that no mail could reach anybody. */
export const SENDER = { name: "Acme", postalAddress: "Acme Ltd\n1 Harbour Street, Dublin, Ireland" }

/** What visitors see on top of each page. */
export const BRAND = { name: "Acme", lead: "What is new at the order desk, in plain words." }

export const PEOPLE: readonly [name: string, role: Role][] = [
  ["Noor Haddad", "author"],
  ["Marta Lindqvist", "publisher"],
  ["Ravi Menon", "support"],
  ["Ines Okafor", "engineer"],
  ["Yuki Arai", "viewer"],
]

export const TOPICS = [
  { key: "product", name: "What is new", description: "Releases of the order desk and the app" },
  { key: "api", name: "For developers", description: "Changes of the API, webhooks, and what breaks" },
  { key: "incidents", name: "What went wrong", description: "What failed, why, and what we did about it" },
]

export const SEGMENTS = [
  { name: "Shops on the pro plan", rule: { trait: "plan", operator: "equals", values: ["pro"] } },
  { name: "Pilot shops", rule: { trait: "pilot", operator: "equals", values: ["yes"] } },
  { name: "Who reads German", rule: { locales: ["de", "de-AT", "de-CH"] } },
  { name: "Developers", rule: { topics: ["api"] } },
] as const

const READERS = `
Marta Quintela,northlight,pt-PT,pro,yes,|Jonas Brandt,brandt-papier,de,pro,,product|Aiko Tanabe,miro-tea,en,pro,yes,|Lena Voss,voss-keramik,de,free,,
Samuel Adeyemi,adeyemi-coffee,en,pro,,product api|Clara Moreau,atelier-moreau,fr,free,,product|Piet van Dijk,van-dijk-fietsen,nl,pro,,|Ewa Zielińska,zielinska,pl,free,,
Hannah Byrne,byrne-wool,en,free,,|Luca Ferri,ferri-olio,it,pro,yes,product api incidents|Sofia Lindgren,lindgren-form,sv,pro,,|Max Huber,huber-honig,de-AT,free,,product
Priya Nair,nair-spices,en,pro,,api|Tom Gallagher,gallagher-books,en,free,,|Ana Ribeiro,ribeiro,pt-PT,free,,product|Nils Petersen,petersen-salt,en,pro,,incidents
Julia Keller,keller-seifen,de-CH,pro,,|Omar Haddad,haddad-rugs,en,free,,|Ines Castro,castro-lamps,es,pro,yes,product api|Erik Dahl,dahl-knives,en,pro,,
Maya Cohen,cohen-prints,en,free,,product|Felix Wagner,wagner-radio,de,pro,,api|Rosa Silva,silva-cork,pt-PT,free,,|Ken Mori,mori-paper,en,pro,,api incidents
Alice Martin,martin-thes,fr,pro,,|Ivan Petrov,petrov-tools,en,free,,|Greta Olsen,olsen-garn,en,free,,product|Daniel Roth,roth-uhren,de,pro,,
Fatima Zahra,zahra-argan,fr,pro,,product|Owen Hughes,hughes-cider,en,free,,|Chiara Conti,conti-shoes,it,pro,,|Sven Krause,krause-holz,de,free,,incidents
Nora Lynch,lynch-linen,en,pro,,|Pablo Vega,vega-guitars,es,free,,|Emma Jansen,jansen-bulbs,nl,pro,,product|Leo Fischer,fischer-senf,de,free,,
Zoe Papas,papas-oil,en,pro,,api|Jakub Novak,novak-glass,en,free,,product|Mina Park,park-ceramics,en,pro,yes,|Carl Berg,berg-candles,en,free,,`

/** A file as Acme would have exported it from where they kept their readers before. */
export function readersFile(): Buffer {
  const lines = READERS.split(/[|\n]/)
    .filter(Boolean)
    .map((line) => {
      const [name = "", shop = "", locale = "", plan = "", pilot = "", topics = ""] = line.split(",")
      const first = name.split(" ")[0]?.toLowerCase() ?? ""
      return [`${first}@${shop}.example`, name, locale, plan, pilot, topics.replaceAll(" ", "|")].join(",")
    })
  return Buffer.from(`email,name,locale,plan,pilot,topics\n${lines.join("\n")}\n`)
}
