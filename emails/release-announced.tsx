import type { Root } from "hast"
import type { ReactNode } from "react"
import { Body, Button, Container, Head, Heading, Hr, Html, Img, Link, Preview, Section, Text } from "react-email"
import { Prose } from "./components/prose.tsx"
import { buttonOf, darkStyleOf, LOOK, type MailAccent, type MailLogo } from "./look.ts"
import { directionOf, wordsFor } from "./words.ts"

export type ReleaseAnnouncedProps = {
  locale: string
  title: string
  preheader: string
  /** The document's sanitised tree, made fit for mail. */
  body: Root
  sender: { name: string; postalAddress: string; url: string }
  accent: MailAccent
  logo: MailLogo | null
  /** Where the release is told in full; null where it has no page in this language. */
  readMoreUrl: string | null
  /** A recipient's own, or marks in their place. The name brings its own space. */
  recipient: { name: string; unsubscribeUrl: string; preferencesUrl: string }
}

/** Tells a subscriber of a release: one column, one headline, one button, and the way out at its foot. */
export default function ReleaseAnnounced({ locale, title, preheader, body, ...around }: ReleaseAnnouncedProps): ReactNode {
  const words = wordsFor(locale)
  const [lang, dir] = [locale, directionOf(locale)]
  return (
    <Html lang={lang} dir={dir}>
      <Head>
        <title>{title}</title>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkStyleOf(around.accent)}</style>
      </Head>
      <Body lang={lang} dir={dir} className="page" style={LOOK.page}>
        <Preview useTitleTag={false}>{preheader}</Preview>
        {/* The library gives the body's cell the light paper and no class: this one lies over it, in the dark too. */}
        <Section className="page" style={LOOK.page}>
          <Container className="page column" style={LOOK.column}>
            <Text className="quiet" style={LOOK.sender}>
              <Link href={around.sender.url} className="quiet" style={LOOK.sender}>
                {around.logo === null ? around.sender.name : <Img src={around.logo.url} alt={around.sender.name} {...size(around.logo)} />}
              </Link>
            </Text>
            <Heading as="h1" style={LOOK.title}>
              {title}
            </Heading>
            <Text dir="auto" style={LOOK.greeting}>
              {words.hello}
              <span dir="auto">{around.recipient.name}</span>,
            </Text>
            <Prose tree={body} set={{ direction: dir, accent: around.accent.light }} />
            {around.readMoreUrl === null ? null : <ReadMore url={around.readMoreUrl} label={words.readMore} accent={around.accent} />}
            <Foot words={words} {...around} />
          </Container>
        </Section>
      </Body>
    </Html>
  )
}

function size({ width, height }: MailLogo) {
  return { width, height }
}

function ReadMore({ url, label, accent }: { url: string; label: string; accent: MailAccent }): ReactNode {
  return (
    <Section style={{ margin: "24px 0 0" }}>
      <Button href={url} style={buttonOf(accent)}>
        {label}
      </Button>
    </Section>
  )
}

type FootProps = Pick<ReleaseAnnouncedProps, "sender" | "recipient"> & { words: ReturnType<typeof wordsFor> }

function Foot({ words, sender, recipient }: FootProps): ReactNode {
  return (
    <>
      <Hr className="line" style={LOOK.rule} />
      <Text dir="auto" className="quiet" style={LOOK.foot}>
        {words.because(sender.name)}
      </Text>
      <Text dir="auto" className="quiet" style={LOOK.foot}>
        <Link href={recipient.unsubscribeUrl} className="quiet" style={LOOK.footLink}>
          {words.unsubscribe}
        </Link>
        {" · "}
        <Link href={recipient.preferencesUrl} className="quiet" style={LOOK.footLink}>
          {words.preferences}
        </Link>
      </Text>
      <Text dir="auto" className="quiet" style={LOOK.foot}>
        {[...new Set(sender.postalAddress.split(/\r?\n/))].map((line) => (
          <span key={line}>
            {line}
            <br />
          </span>
        ))}
      </Text>
    </>
  )
}
