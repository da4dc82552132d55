CREATE TABLE "flag_leases" (
	"flag_id" uuid PRIMARY KEY NOT NULL,
	"holder" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drifts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"launch_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" uuid NOT NULL,
	"expected" text NOT NULL,
	"seen" text NOT NULL,
	"noticed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"cleared_at" timestamp with time zone,
	CONSTRAINT "drifts_kind" CHECK ("drifts"."kind" in ('flag', 'deployment', 'late'))
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"release_id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"at" text NOT NULL,
	"time_zone" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"scheduled_by" text NOT NULL,
	"scheduled_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "flag_connections" DROP CONSTRAINT "flag_connections_kind";--> statement-breakpoint
ALTER TABLE "releases" DROP CONSTRAINT "releases_state";--> statement-breakpoint
ALTER TABLE "flips" ALTER COLUMN "recorded" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "flips" ALTER COLUMN "recorded_version" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "flips" ALTER COLUMN "target" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "flag_connections" ADD COLUMN "base_url" text;--> statement-breakpoint
ALTER TABLE "flag_connections" ADD COLUMN "project" text;--> statement-breakpoint
ALTER TABLE "flag_connections" ADD COLUMN "sealed_token" text;--> statement-breakpoint
ALTER TABLE "flag_connections" ADD COLUMN "quiet_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "flag_connections" ADD COLUMN "tested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "flag_connections" ADD COLUMN "report" jsonb;--> statement-breakpoint
ALTER TABLE "flags" ADD COLUMN "observed" jsonb;--> statement-breakpoint
ALTER TABLE "flags" ADD COLUMN "observed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "flips" ADD COLUMN "recorded_state" jsonb;--> statement-breakpoint
ALTER TABLE "flips" ADD COLUMN "change_key" uuid;--> statement-breakpoint
ALTER TABLE "flips" ADD COLUMN "attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "flips" ADD COLUMN "attempted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "flips" ADD COLUMN "trouble" text;--> statement-breakpoint
ALTER TABLE "launches" ADD COLUMN "patient_until" timestamp with time zone DEFAULT now() + interval '2 minutes' NOT NULL;--> statement-breakpoint
ALTER TABLE "launches" ADD COLUMN "hold_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "mail" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "patience_seconds" integer DEFAULT 120 NOT NULL;--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "schedule_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "held_because" text;--> statement-breakpoint
ALTER TABLE "flag_leases" ADD CONSTRAINT "flag_leases_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drifts" ADD CONSTRAINT "drifts_launch_id_launches_id_fk" FOREIGN KEY ("launch_id") REFERENCES "public"."launches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_release_id_releases_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."releases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "drifts_open" ON "drifts" USING btree ("launch_id","kind","subject") WHERE "drifts"."cleared_at" is null;--> statement-breakpoint
CREATE INDEX "schedules_due" ON "schedules" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "flag_connections_once" ON "flag_connections" USING btree ("kind","base_url","project") WHERE "flag_connections"."kind" <> 'builtin';--> statement-breakpoint
ALTER TABLE "flag_connections" ADD CONSTRAINT "flag_connections_address" CHECK ("flag_connections"."kind" = 'builtin' or ("flag_connections"."base_url" is not null and "flag_connections"."project" is not null));--> statement-breakpoint
ALTER TABLE "flag_connections" ADD CONSTRAINT "flag_connections_kind" CHECK ("flag_connections"."kind" in ('builtin', 'unleash', 'memory'));--> statement-breakpoint
ALTER TABLE "flips" ADD CONSTRAINT "flips_recorded" CHECK (("flips"."recorded" is null) <> ("flips"."recorded_state" is null));--> statement-breakpoint
ALTER TABLE "flips" ADD CONSTRAINT "flips_built_in" CHECK (("flips"."recorded" is null) = ("flips"."recorded_version" is null) and ("flips"."recorded" is null) = ("flips"."target" is null));--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_mail" CHECK ("releases"."mail" in ('send', 'none'));--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_patience" CHECK ("releases"."patience_seconds" > 0);--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_held" CHECK (("releases"."state" = 'held') = ("releases"."held_because" is not null));--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_state" CHECK ("releases"."state" in ('planned', 'scheduled', 'held', 'launching', 'released', 'recalled'));