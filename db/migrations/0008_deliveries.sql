CREATE TABLE "deliveries" (
	"release_id" uuid NOT NULL,
	"subscriber_id" uuid NOT NULL,
	"launch_id" uuid NOT NULL,
	"batch_seq" integer,
	"state" text NOT NULL,
	"reason" text,
	"provider_id" text,
	"feedback" text,
	"moved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deliveries_release_id_subscriber_id_pk" PRIMARY KEY("release_id","subscriber_id"),
	CONSTRAINT "deliveries_state" CHECK ("deliveries"."state" in ('pending', 'sending', 'accepted', 'failed', 'unknown', 'cancelled', 'excluded')),
	CONSTRAINT "deliveries_feedback" CHECK ("deliveries"."feedback" in ('delayed', 'delivered', 'bounced_for_now', 'not_sent', 'bounced', 'complained')),
	CONSTRAINT "deliveries_excluded" CHECK (("deliveries"."state" <> 'excluded') or ("deliveries"."reason" is not null)),
	CONSTRAINT "deliveries_batched" CHECK (("deliveries"."state" = 'excluded') or ("deliveries"."batch_seq" is not null))
);
--> statement-breakpoint
CREATE TABLE "delivery_batches" (
	"release_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"launch_id" uuid NOT NULL,
	"locale" text NOT NULL,
	"state" text DEFAULT 'ready' NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"size" integer NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"unsure_since" timestamp with time zone,
	"transport" text,
	"payload_sha256" text,
	"recipients" jsonb,
	"trouble" text,
	"moved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "delivery_batches_release_id_seq_pk" PRIMARY KEY("release_id","seq"),
	CONSTRAINT "delivery_batches_state" CHECK ("delivery_batches"."state" in ('ready', 'sending', 'done', 'failed', 'unknown', 'cancelled')),
	CONSTRAINT "delivery_batches_frozen" CHECK (("delivery_batches"."recipients" is null) or ("delivery_batches"."payload_sha256" is not null))
);
--> statement-breakpoint
CREATE TABLE "delivery_plans" (
	"launch_id" uuid PRIMARY KEY NOT NULL,
	"release_id" uuid NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"paused_by" text,
	"because" text,
	"segment" jsonb,
	"topics" text[],
	"corrects" uuid,
	"as_of" timestamp with time zone DEFAULT now() NOT NULL,
	"written_up_to" uuid,
	"materialised_at" timestamp with time zone,
	"sending_since" timestamp with time zone,
	"handled_before" integer DEFAULT 0 NOT NULL,
	"candidates" integer DEFAULT 0 NOT NULL,
	"covered" integer DEFAULT 0 NOT NULL,
	"excluded" integer DEFAULT 0 NOT NULL,
	"accepted" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"unknown" integer DEFAULT 0 NOT NULL,
	"cancelled" integer DEFAULT 0 NOT NULL,
	"open_batches" integer DEFAULT 0 NOT NULL,
	"bounced" integer DEFAULT 0 NOT NULL,
	"complained" integer DEFAULT 0 NOT NULL,
	"accepted_before" integer DEFAULT 0 NOT NULL,
	"bounced_before" integer DEFAULT 0 NOT NULL,
	"complained_before" integer DEFAULT 0 NOT NULL,
	"moved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "delivery_plans_release" UNIQUE("launch_id","release_id"),
	CONSTRAINT "delivery_plans_state" CHECK ("delivery_plans"."state" in ('planned', 'materialising', 'sending', 'paused', 'cancelling', 'ended')),
	CONSTRAINT "delivery_plans_paused_by" CHECK ("delivery_plans"."paused_by" in ('person', 'itself')),
	CONSTRAINT "delivery_plans_paused" CHECK (("delivery_plans"."state" = 'paused') = ("delivery_plans"."paused_by" is not null)),
	CONSTRAINT "delivery_plans_counts" CHECK ("delivery_plans"."candidates" >= "delivery_plans"."excluded" + "delivery_plans"."accepted" + "delivery_plans"."failed" + "delivery_plans"."unknown" + "delivery_plans"."cancelled" and "delivery_plans"."open_batches" >= 0)
);
--> statement-breakpoint
CREATE TABLE "mail_events" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"outcome" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail_paces" (
	"transport" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"interval_ms" integer,
	"silent" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "launches" DROP CONSTRAINT "launches_state";--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_plan" FOREIGN KEY ("launch_id","release_id") REFERENCES "public"."delivery_plans"("launch_id","release_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_batch" FOREIGN KEY ("release_id","batch_seq") REFERENCES "public"."delivery_batches"("release_id","seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_batches" ADD CONSTRAINT "delivery_batches_plan" FOREIGN KEY ("launch_id","release_id") REFERENCES "public"."delivery_plans"("launch_id","release_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_plans" ADD CONSTRAINT "delivery_plans_launch_id_launches_id_fk" FOREIGN KEY ("launch_id") REFERENCES "public"."launches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_plans" ADD CONSTRAINT "delivery_plans_release_id_releases_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."releases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_plans" ADD CONSTRAINT "delivery_plans_corrects_launches_id_fk" FOREIGN KEY ("corrects") REFERENCES "public"."launches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_of_batch" ON "deliveries" USING btree ("release_id","batch_seq") WHERE "deliveries"."batch_seq" is not null;--> statement-breakpoint
CREATE INDEX "delivery_batches_due" ON "delivery_batches" USING btree ("launch_id","due_at","seq") WHERE "delivery_batches"."state" in ('ready', 'sending');--> statement-breakpoint
CREATE INDEX "delivery_plans_open" ON "delivery_plans" USING btree ("moved_at") WHERE "delivery_plans"."state" <> 'ended';--> statement-breakpoint
CREATE INDEX "mail_events_received" ON "mail_events" USING btree ("received_at");--> statement-breakpoint
ALTER TABLE "launches" ADD CONSTRAINT "launches_state" CHECK ("launches"."state" in ('flipping', 'live', 'announcing', 'settled', 'rolling_back', 'failed', 'recalling', 'recalled', 'attention'));--> statement-breakpoint
-- Every row is written once and moved once or twice: with room on its page it stays there, and no index hears of it.
ALTER TABLE "deliveries" SET (fillfactor = 70);
