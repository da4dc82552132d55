CREATE TABLE "mail_renders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"launch_id" uuid NOT NULL,
	"edition_id" uuid NOT NULL,
	"locale" text NOT NULL,
	"subject" text NOT NULL,
	"html" text NOT NULL,
	"text" text NOT NULL,
	"list_id" text NOT NULL,
	"message_domain" text NOT NULL,
	"sha256" text NOT NULL,
	"rendered_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_renders_locale" UNIQUE("launch_id","locale"),
	CONSTRAINT "mail_renders_hash" CHECK ("mail_renders"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "mail_renders" ADD CONSTRAINT "mail_renders_launch_id_launches_id_fk" FOREIGN KEY ("launch_id") REFERENCES "public"."launches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_renders" ADD CONSTRAINT "mail_renders_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_renders_edition" ON "mail_renders" USING btree ("edition_id");
--> statement-breakpoint
create function refuse_changed_render() returns trigger language plpgsql as $$
begin
  raise exception 'a rendered mail is never changed: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end
$$;
--> statement-breakpoint
create trigger mail_renders_immutable before update or delete or truncate on mail_renders for each statement execute function refuse_changed_render();
