ALTER TABLE "releases" ADD COLUMN "topics" text[];--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "segment_id" uuid;--> statement-breakpoint
CREATE INDEX "releases_segment" ON "releases" USING btree ("segment_id") WHERE "releases"."segment_id" is not null;--> statement-breakpoint
CREATE INDEX "subscribers_hash" ON "subscribers" USING btree ("address_hash");--> statement-breakpoint
CREATE INDEX "subscribers_state" ON "subscribers" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "subscribers_locale" ON "subscribers" USING btree ("locale","id");--> statement-breakpoint
CREATE INDEX "subscribers_all_topics" ON "subscribers" USING btree ("id") WHERE "subscribers"."topics" is null;--> statement-breakpoint
CREATE INDEX "subscribers_some_topics" ON "subscribers" USING gin ("topics") WHERE "subscribers"."topics" is not null;--> statement-breakpoint
CREATE INDEX "subscribers_traits" ON "subscribers" USING gin ("traits" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "subscribers_domain" ON "subscribers" USING btree (split_part("address", '@', 2));--> statement-breakpoint
CREATE INDEX "suppressions_created" ON "suppressions" USING btree ("created_at","address_hash");--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_audience" CHECK ("releases"."corrects" is null or ("releases"."topics" is null and "releases"."segment_id" is null));--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_topics" CHECK ("releases"."topics" is null or cardinality("releases"."topics") > 0);
--> statement-breakpoint
-- Part of an address or a name, wherever it stands.
create index subscribers_words on subscribers using gin (lower(address || ' ' || email || coalesce(' ' || name, '')) gin_trgm_ops);
