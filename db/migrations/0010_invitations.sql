ALTER TABLE "people" ADD COLUMN "invitation" text DEFAULT 'not_needed' NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "invitation_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "invitation_attempted_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "people_owed" ON "people" USING btree ("invited_at") WHERE "people"."invitation" = 'owed';--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_invitation" CHECK ("people"."invitation" in ('owed', 'sent', 'failed', 'not_needed'));