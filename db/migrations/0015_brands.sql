CREATE TABLE "brands" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"lead" text,
	"accent" text,
	"heading_font" text NOT NULL,
	"logo" text,
	"live_from" bigint NOT NULL,
	"live_until" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "brands_heading_font" CHECK ("brands"."heading_font" in ('newsreader', 'geist')),
	CONSTRAINT "brands_accent" CHECK ("brands"."accent" ~ '^[0-9a-f]{6}$'),
	CONSTRAINT "brands_order" CHECK ("brands"."live_until" > "brands"."live_from")
);
--> statement-breakpoint
CREATE TABLE "logos" (
	"hash" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "logos_type" CHECK ("logos"."type" in ('image/png', 'image/jpeg', 'image/webp')),
	CONSTRAINT "logos_size" CHECK (octet_length("logos"."bytes") <= 524288)
);
--> statement-breakpoint
CREATE TABLE "share_images" (
	"edition_id" uuid NOT NULL,
	"look" text NOT NULL,
	"hash" text NOT NULL,
	"day" text NOT NULL,
	"sha256" text NOT NULL,
	"png" "bytea" NOT NULL,
	"live_from" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "share_images_edition_id_look_pk" PRIMARY KEY("edition_id","look")
);
--> statement-breakpoint
ALTER TABLE "brands" ADD CONSTRAINT "brands_logo_logos_hash_fk" FOREIGN KEY ("logo") REFERENCES "public"."logos"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_images" ADD CONSTRAINT "share_images_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "brands_one_live" ON "brands" USING btree ((true)) WHERE "brands"."live_until" is null;--> statement-breakpoint
CREATE INDEX "share_images_look" ON "share_images" USING btree ("look");
--> statement-breakpoint
create view site.brands with (security_barrier) as
  select brands.name, brands.lead, brands.accent, brands.heading_font,
         logos.hash as logo_hash, logos.type as logo_type, logos.width as logo_width, logos.height as logo_height,
         brands.live_from, brands.live_until
  from brands left join logos on logos.hash = brands.logo;
--> statement-breakpoint
create view site.logos with (security_barrier) as
  select logos.hash, logos.type, logos.bytes, min(brands.live_from) as live_from
  from logos join brands on brands.logo = logos.hash
  group by logos.hash;
--> statement-breakpoint
-- Shown while its edition is, from when both are there. A withdrawn one stays readable for five seconds, as editions do.
create view site.share_images with (security_barrier) as
  select documents.public_id, editions.locale, images.look, images.sha256, images.png,
         greatest(editions.live_from, images.live_from) as live_from, editions.live_until
  from share_images images
  join editions on editions.id = images.edition_id and editions.hash = images.hash
  join documents on documents.id = editions.document_id
  where images.live_from is not null and editions.live_from is not null
    and (editions.withdrawn_at is null or editions.withdrawn_at > clock_timestamp() - interval '5 seconds');
