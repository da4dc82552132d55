CREATE TABLE "mail_sender" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"name" text NOT NULL,
	"postal_address" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_sender_one_row" CHECK ("mail_sender"."singleton")
);
--> statement-breakpoint
ALTER TABLE "documents" DROP CONSTRAINT "documents_kind";--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "is_announced" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_kind" CHECK ("documents"."kind" in ('entry', 'announcement', 'article', 'email'));
--> statement-breakpoint
-- A mail is nobody's to read on the site; what was brought along from before is read there, and told of nowhere.
create or replace view site.editions with (security_barrier) as
  select documents.public_id, documents.kind, editions.locale, editions.title, editions.slug, editions.body, editions.tags, editions.hash,
         editions.published_at, editions.updated_at, editions.live_from, editions.live_until, documents.is_announced
  from editions join documents on documents.id = editions.document_id
  where editions.live_from is not null and documents.kind <> 'email'
    and (editions.withdrawn_at is null or editions.withdrawn_at > clock_timestamp() - interval '5 seconds');
