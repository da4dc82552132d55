-- Trusted since PostgreSQL 13: the owner of a database may bring it.
create extension if not exists pg_trgm;
--> statement-breakpoint
create function language_of(locale text) returns regconfig language sql immutable parallel safe
return case split_part(locale, '-', 1)
  when 'da' then 'danish'::regconfig when 'de' then 'german'::regconfig when 'en' then 'english'::regconfig
  when 'es' then 'spanish'::regconfig when 'fi' then 'finnish'::regconfig when 'fr' then 'french'::regconfig
  when 'it' then 'italian'::regconfig when 'nl' then 'dutch'::regconfig when 'no' then 'norwegian'::regconfig
  when 'pt' then 'portuguese'::regconfig when 'ru' then 'russian'::regconfig when 'sv' then 'swedish'::regconfig
  else 'simple'::regconfig end;
--> statement-breakpoint
ALTER TABLE "editions" ADD COLUMN "words" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector(language_of(locale), title), 'A')
        || setweight(to_tsvector('simple', body), 'D') || setweight(to_tsvector(language_of(locale), body), 'C')) STORED;--> statement-breakpoint
CREATE INDEX "editions_words" ON "editions" USING gin ("words") WHERE "editions"."live_from" is not null;
--> statement-breakpoint
create index editions_title_trigrams on editions using gin (title gin_trgm_ops) where live_from is not null;
--> statement-breakpoint
-- What a visitor typed, as a question to `editions.words`: as web searches take it, and the last word also as a beginning.
create function words_asked_for(asked text) returns tsquery language sql stable parallel safe
return websearch_to_tsquery('simple', asked) || websearch_to_tsquery('english', asked)
  || websearch_to_tsquery('german', asked) || websearch_to_tsquery('french', asked) || websearch_to_tsquery('spanish', asked)
  || coalesce((select to_tsquery('simple', string_agg(quote_literal(word), ' & ') || ':*')
               from regexp_split_to_table(lower(asked), '[^[:alnum:]]+') word where word <> ''), ''::tsquery);
--> statement-breakpoint
-- The rule of site.editions once more, since a question to a view with a security barrier cannot use an index: live as of the revision,
-- withdrawn five seconds ago at most, and of a document's editions the English one or else the one whose locale comes first.
create function site_editions_at(as_of bigint)
  returns table (public_id text, kind text, locale text, title text, slug text, body text, tags text[], published_at timestamptz, updated_at timestamptz, words tsvector)
  language sql stable
begin atomic
  select documents.public_id, documents.kind, editions.locale, editions.title, editions.slug, editions.body, editions.tags,
         editions.published_at, editions.updated_at, editions.words
  from editions join documents on documents.id = editions.document_id
  where documents.kind in ('entry', 'article') and editions.live_from is not null
    and editions.live_from <= as_of and (editions.live_until is null or editions.live_until > as_of)
    and (editions.withdrawn_at is null or editions.withdrawn_at > clock_timestamp() - interval '5 seconds')
    and (editions.locale = 'en' or not exists (
      select 1 from editions other
      where other.document_id = editions.document_id and other.id <> editions.id
        and (other.locale = 'en' or other.locale < editions.locale)
        and other.live_from <= as_of and (other.live_until is null or other.live_until > as_of)));
end;
--> statement-breakpoint
create function site.search(asked text, as_of bigint, most integer)
  returns table (public_id text, kind text, locale text, title text, slug text, body text, tags text[], published_at timestamptz, updated_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp set pg_trgm.word_similarity_threshold = 0.45
begin atomic
  with typed as (
    -- Of a word that is nearly everywhere, the newest 500 are weighed: reading the words of every text would take longer than anybody waits.
    select newest.*, ts_rank(newest.words, words_asked_for(asked)) as rank
    from (
      select * from site_editions_at(as_of) shown where shown.words @@ words_asked_for(asked) order by shown.published_at desc limit 500
    ) newest
  ), mistyped as (
    -- Words that are nowhere are looked for in titles as words that are nearly so.
    select shown.*, word_similarity(asked, shown.title) as rank
    from site_editions_at(as_of) shown where asked <% shown.title and not exists (select from typed)
  )
  select found.public_id, found.kind, found.locale, found.title, found.slug, found.body, found.tags, found.published_at, found.updated_at
  from (select * from typed union all select * from mistyped) found
  order by found.rank desc, found.published_at desc, found.public_id
  limit most;
end;
