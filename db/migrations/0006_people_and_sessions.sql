CREATE TABLE "access_rules" (
	"one" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"domains" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"own_approval" text DEFAULT 'refused' NOT NULL,
	CONSTRAINT "access_rules_one" CHECK ("access_rules"."one" = 1),
	CONSTRAINT "access_rules_own_approval" CHECK ("access_rules"."own_approval" in ('refused', 'allowed'))
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"address" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"invited_at" timestamp with time zone DEFAULT now() NOT NULL,
	"invited_by" text NOT NULL,
	"joined_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	CONSTRAINT "people_role" CHECK ("people"."role" in ('owner', 'publisher', 'author', 'support', 'engineer', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "person_accounts" (
	"provider" text NOT NULL,
	"account" text NOT NULL,
	"person_id" uuid NOT NULL,
	"linked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_accounts_provider_account_pk" PRIMARY KEY("provider","account")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"hash" text PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"address" text NOT NULL,
	"state" text NOT NULL,
	"browser" text,
	"client" text NOT NULL,
	"wanted" text NOT NULL,
	"provider" text,
	"account" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "sign_in_links_state" CHECK ("sign_in_links"."state" in ('asked', 'sent', 'failed', 'nobody', 'used')),
	CONSTRAINT "sign_in_links_account" CHECK (("sign_in_links"."provider" is null) = ("sign_in_links"."account" is null))
);
--> statement-breakpoint
ALTER TABLE "person_accounts" ADD CONSTRAINT "person_accounts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "people_address" ON "people" USING btree ("address") WHERE "people"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "person_accounts_person" ON "person_accounts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sign_in_links_address" ON "sign_in_links" USING btree ("address","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_links_client" ON "sign_in_links" USING btree ("client","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_links_asked" ON "sign_in_links" USING btree ("created_at") WHERE "sign_in_links"."state" = 'asked';