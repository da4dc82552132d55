CREATE TABLE "readers" (
	"hash" text PRIMARY KEY NOT NULL,
	"seen" bigint NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "readers_seen" CHECK ("readers"."seen" >= 0)
);
--> statement-breakpoint
CREATE INDEX "readers_seen_at" ON "readers" USING btree ("seen_at");