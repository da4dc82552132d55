import type { Facts } from "#lib/site/structured-data.ts"

/** Facts for machines. They are data, not a script: nothing runs them, and nothing in them can end the element. */
export function JsonLd({ facts }: { facts: Facts }) {
  const json = JSON.stringify(facts).replaceAll("<", "\\u003c")
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON is not HTML; escaped as text, it would be no JSON any more
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
}
