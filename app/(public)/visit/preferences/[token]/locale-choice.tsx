/** The languages that mail is most often written in, by their own names; a release in another language reaches who has set it. */
const LOCALES = ["en", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "pt-BR", "sv", "tr", "uk", "zh-Hans"]

export function LocaleChoice({ locale, wrong }: { locale: string; wrong?: string | undefined }) {
  const offered = LOCALES.includes(locale) ? LOCALES : [locale, ...LOCALES]
  return (
    <div className="field">
      <label htmlFor="locale">Your language</label>
      <select id="locale" name="locale" defaultValue={locale} aria-describedby="locale-hint">
        {offered.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {nameOf(tag)}
          </option>
        ))}
      </select>
      <p className={wrong === undefined ? "hint" : "wrong"} id="locale-hint">
        {wrong === undefined ? "You get it in this language where there is a version." : `This ${wrong}.`}
      </p>
    </div>
  )
}

function nameOf(tag: string): string {
  return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag
}
