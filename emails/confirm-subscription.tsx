import type { ReactNode } from "react"
import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Section, Text } from "react-email"
import { buttonOf, darkStyleOf, LOOK, PORTALS_ACCENT } from "./look.ts"
import { subscriptionWordsFor } from "./subscription-words.ts"
import { directionOf } from "./words.ts"

export type ConfirmSubscriptionProps = {
  /** `confirm`: do you want to? `already`: you do, and here is where to change it. */
  kind: "confirm" | "already"
  locale: string
  sender: { name: string; url: string }
  url: string
}

/** Asks somebody whose address was typed into the form whether they meant it: one sentence, one button, and what happens without it. */
export default function ConfirmSubscription({ kind, locale, sender, url }: ConfirmSubscriptionProps): ReactNode {
  const words = subscriptionWordsFor(locale)[kind]
  const [lang, dir] = [locale, directionOf(locale)]
  return (
    <Html lang={lang} dir={dir}>
      <Head>
        <title>{words.title}</title>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkStyleOf(PORTALS_ACCENT)}</style>
      </Head>
      <Body lang={lang} dir={dir} className="page" style={LOOK.page}>
        <Preview useTitleTag={false}>{words.lead(sender.name)}</Preview>
        <Container className="page column" style={LOOK.column}>
          <Text className="quiet" style={LOOK.sender}>
            <Link href={sender.url} className="quiet" style={LOOK.sender}>
              {sender.name}
            </Link>
          </Text>
          <Heading as="h1" style={LOOK.title}>
            {words.title}
          </Heading>
          <Text style={{ ...LOOK.paragraph, fontSize: LOOK.page.fontSize, lineHeight: LOOK.page.lineHeight }}>
            {words.lead(sender.name)}
          </Text>
          <Section style={{ margin: "24px 0 0" }}>
            <Button href={url} style={buttonOf(PORTALS_ACCENT)}>
              {words.button}
            </Button>
          </Section>
          <Hr className="line" style={LOOK.rule} />
          <Text className="quiet" style={LOOK.foot}>
            {words.otherwise}
          </Text>
        </Container>
      </Body>
    </Html>
  )
}
