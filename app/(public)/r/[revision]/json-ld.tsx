/** Facts for machines. They are data, not a script: nothing runs them, and nothing in them can end the element. */
export function JsonLd({ facts }: { facts: Record<string, unknown> }) {
  const json = JSON.stringify({ "@context": "https://schema.org", ...facts }).replaceAll("<", "\\u003c")
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON is not HTML; escaped as text, it would be no JSON any more
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
}
