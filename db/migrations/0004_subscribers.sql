CREATE TABLE "address_keys" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"sealed_key" text NOT NULL,
	CONSTRAINT "address_keys_one_row" CHECK ("address_keys"."singleton")
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"rule" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "segments_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "subscribers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"address" text NOT NULL,
	"address_hash" text NOT NULL,
	"name" text,
	"locale" text NOT NULL,
	"state" text NOT NULL,
	"traits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"topics" text[],
	"consent_basis" text,
	"consent_at" timestamp with time zone,
	"consent_source" text,
	"confirm_round" integer DEFAULT 0 NOT NULL,
	"ended_at" timestamp with time zone,
	"end_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "subscribers_state" CHECK ("subscribers"."state" in ('pending', 'active', 'ended')),
	CONSTRAINT "subscribers_basis" CHECK ("subscribers"."consent_basis" in ('double_opt_in', 'stated')),
	CONSTRAINT "subscribers_end_reason" CHECK ("subscribers"."end_reason" in ('one_click', 'unsubscribe_page', 'preferences_page', 'team', 'bounced', 'complained')),
	CONSTRAINT "subscribers_consent" CHECK ("subscribers"."state" <> 'active' or ("subscribers"."consent_basis" is not null and "subscribers"."consent_at" is not null)),
	CONSTRAINT "subscribers_ended" CHECK (("subscribers"."state" = 'ended') = ("subscribers"."ended_at" is not null and "subscribers"."end_reason" is not null)),
	CONSTRAINT "subscribers_topics" CHECK ("subscribers"."topics" is null or cardinality("subscribers"."topics") > 0)
);
--> statement-breakpoint
CREATE TABLE "subscription_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"email" text NOT NULL,
	"address_hash" text NOT NULL,
	"client_hash" text NOT NULL,
	"name" text,
	"locale" text NOT NULL,
	"topics" text[],
	"answer" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "subscription_requests_state" CHECK ("subscription_requests"."state" in ('received', 'sending', 'done', 'dropped'))
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"address_hash" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "suppressions_reason" CHECK ("suppressions"."reason" in ('bounced', 'complained', 'erased', 'team'))
);
--> statement-breakpoint
CREATE TABLE "topics" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "subscribers_address" ON "subscribers" USING btree ("address");--> statement-breakpoint
CREATE INDEX "subscribers_active" ON "subscribers" USING btree ("id") WHERE "subscribers"."state" = 'active';--> statement-breakpoint
CREATE INDEX "subscription_requests_address" ON "subscription_requests" USING btree ("address_hash","created_at");--> statement-breakpoint
CREATE INDEX "subscription_requests_client" ON "subscription_requests" USING btree ("client_hash","created_at");--> statement-breakpoint
CREATE INDEX "subscription_requests_created" ON "subscription_requests" USING btree ("created_at");