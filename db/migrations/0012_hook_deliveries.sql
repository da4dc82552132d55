CREATE TABLE "pull_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"repository_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"url" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"labels" jsonb NOT NULL,
	"author_name" text NOT NULL,
	"merge_sha" text NOT NULL,
	"head_sha" text,
	"commit_count" integer,
	"commit_shas" jsonb,
	"merged_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pull_requests_number" UNIQUE("repository_id","number")
);
--> statement-breakpoint
CREATE TABLE "pushes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"repository_id" uuid NOT NULL,
	"before_sha" text NOT NULL,
	"after_sha" text NOT NULL,
	"forced" boolean NOT NULL,
	"merge_base_sha" text,
	"pushed_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pushes_told" UNIQUE("repository_id","before_sha","after_sha","pushed_at")
);
--> statement-breakpoint
CREATE TABLE "hook_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"delivery_id" text NOT NULL,
	"event" text NOT NULL,
	"repository" text,
	"outcome" text NOT NULL,
	"reason" text,
	"news" jsonb,
	"sender" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "hook_deliveries_told" UNIQUE("source","delivery_id"),
	CONSTRAINT "hook_deliveries_source" CHECK ("hook_deliveries"."source" in ('github', 'gitlab', 'cdevents')),
	CONSTRAINT "hook_deliveries_outcome" CHECK ("hook_deliveries"."outcome" in ('received', 'processed', 'ignored', 'failed')),
	CONSTRAINT "hook_deliveries_settled" CHECK (("hook_deliveries"."outcome" = 'received') = ("hook_deliveries"."settled_at" is null))
);
--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "reverts_pull_request" integer;--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "absorbed_by" uuid;--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "edited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "commits" ADD COLUMN "pushed_by" uuid;--> statement-breakpoint
ALTER TABLE "commits" ADD COLUMN "landed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "commits" ADD COLUMN "is_merge" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "commits" ADD COLUMN "named_pull_request" integer;--> statement-breakpoint
ALTER TABLE "commits" ADD COLUMN "gone_after" bigint;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "branch_source" text DEFAULT 'assumed' NOT NULL;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD CONSTRAINT "pull_requests_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pushes" ADD CONSTRAINT "pushes_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pull_requests_merge_sha" ON "pull_requests" USING btree ("repository_id","merge_sha");--> statement-breakpoint
CREATE INDEX "pushes_after" ON "pushes" USING btree ("repository_id","after_sha");--> statement-breakpoint
CREATE INDEX "hook_deliveries_newest" ON "hook_deliveries" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "hook_deliveries_repository" ON "hook_deliveries" USING btree ("repository","received_at","id");--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_absorbed_by_changes_id_fk" FOREIGN KEY ("absorbed_by") REFERENCES "public"."changes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commits" ADD CONSTRAINT "commits_pushed_by_pushes_id_fk" FOREIGN KEY ("pushed_by") REFERENCES "public"."pushes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "changes_absorbed" ON "changes" USING btree ("absorbed_by") WHERE "changes"."absorbed_by" is not null;--> statement-breakpoint
CREATE INDEX "changes_pull_request" ON "changes" USING btree ("repository_id","pull_request_number") WHERE "changes"."pull_request_number" is not null;--> statement-breakpoint
CREATE INDEX "commits_pushed_by" ON "commits" USING btree ("pushed_by");--> statement-breakpoint
CREATE INDEX "commits_landed" ON "commits" USING btree ("repository_id","landed_at");--> statement-breakpoint
CREATE INDEX "commits_gone" ON "commits" USING btree ("repository_id") WHERE "commits"."gone_after" is not null;--> statement-breakpoint
ALTER TABLE "repositories" ADD CONSTRAINT "repositories_branch_source" CHECK ("repositories"."branch_source" in ('assumed', 'told', 'set'));