CREATE TABLE "edition_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"document_id" uuid NOT NULL,
	"locale" text NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"slug" text NOT NULL,
	"body" text NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"hash" text NOT NULL,
	"written_by" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "edition_versions_number" UNIQUE("document_id","locale","number")
);
--> statement-breakpoint
ALTER TABLE "edition_versions" ADD CONSTRAINT "edition_versions_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What was written before versions were kept: the wordings that are still there, in the order they came.
insert into edition_versions (id, document_id, locale, number, title, slug, body, tags, hash, written_by, written_at)
select gen_random_uuid(), document_id, locale, row_number() over (partition by document_id, locale order by created_at, id), title, slug, body, tags, hash,
  coalesce((select name from people where 'person:' || people.id = edited_by), (select name from api_tokens where 'token:' || api_tokens.id = edited_by), edited_by),
  created_at
from (
  select distinct on (document_id, locale, hash) * from editions order by document_id, locale, hash, created_at, id
) first_ones;
--> statement-breakpoint
create function refuse_changed_version() returns trigger language plpgsql as $$
begin
  raise exception 'a version is never changed: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger edition_versions_append_only before update or delete or truncate on edition_versions for each statement execute function refuse_changed_version();
