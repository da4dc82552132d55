CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"environment" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "idempotent_answers" (
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotent_answers_actor_key_pk" PRIMARY KEY("actor","key")
);
--> statement-breakpoint
CREATE TABLE "audit_records" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"record_id" uuid NOT NULL,
	"chain" text NOT NULL,
	"sealed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_seals_record_id_unique" UNIQUE("record_id")
);
--> statement-breakpoint
CREATE TABLE "audit_unsealed" (
	"record_id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "change_flags" (
	"change_id" uuid NOT NULL,
	"flag_key" text NOT NULL,
	CONSTRAINT "change_flags_change_id_flag_key_pk" PRIMARY KEY("change_id","flag_key")
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"repository_id" uuid NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"type" text NOT NULL,
	"scope" text,
	"breaking" boolean DEFAULT false NOT NULL,
	"audience" text NOT NULL,
	"author_name" text NOT NULL,
	"author_email" text,
	"url" text,
	"sha" text NOT NULL,
	"pull_request_number" integer,
	"pull_request_url" text,
	"merged_at" timestamp with time zone NOT NULL,
	"reverts_sha" text,
	"reverted_change_id" uuid,
	"revert_effect" text,
	CONSTRAINT "changes_sha" UNIQUE("repository_id","sha"),
	CONSTRAINT "changes_audience" CHECK ("changes"."audience" in ('customer', 'internal')),
	CONSTRAINT "changes_revert_effect" CHECK ("changes"."revert_effect" in ('undoes', 'reapplies'))
);
--> statement-breakpoint
CREATE TABLE "commits" (
	"repository_id" uuid NOT NULL,
	"sha" text NOT NULL,
	"position" bigint NOT NULL,
	"change_id" uuid,
	"brought_by" uuid,
	CONSTRAINT "commits_repository_id_sha_pk" PRIMARY KEY("repository_id","sha")
);
--> statement-breakpoint
CREATE TABLE "deployments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"repository_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"sha" text NOT NULL,
	"status" text NOT NULL,
	"external_id" text,
	"previous_sha" text,
	"url" text,
	"deployed_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"arrival" bigint GENERATED ALWAYS AS IDENTITY (sequence name "deployments_arrival_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	CONSTRAINT "deployments_status" CHECK ("deployments"."status" in ('in_progress', 'success', 'failure'))
);
--> statement-breakpoint
CREATE TABLE "repositories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"default_branch" text DEFAULT 'main' NOT NULL,
	"production_environment" text DEFAULT 'production' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "repositories_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_id" text NOT NULL,
	"kind" text NOT NULL,
	"release_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "documents_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "documents_kind" CHECK ("documents"."kind" in ('entry', 'announcement', 'article'))
);
--> statement-breakpoint
CREATE TABLE "editions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"document_id" uuid NOT NULL,
	"locale" text NOT NULL,
	"title" text NOT NULL,
	"slug" text NOT NULL,
	"body" text NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"hash" text NOT NULL,
	"state" text NOT NULL,
	"edited_by" text NOT NULL,
	"approved_by" text,
	"approved_hash" text,
	"approved_at" timestamp with time zone,
	"launch_id" uuid,
	"live_from" bigint,
	"live_until" bigint,
	"published_at" timestamp with time zone,
	"updated_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "editions_state" CHECK ("editions"."state" in ('draft', 'in_review', 'approved', 'live', 'superseded', 'withdrawn')),
	CONSTRAINT "editions_approval" CHECK ("editions"."state" <> 'approved' or "editions"."approved_hash" = "editions"."hash"),
	CONSTRAINT "editions_live" CHECK (("editions"."state" in ('live', 'superseded', 'withdrawn')) = ("editions"."live_from" is not null)),
	CONSTRAINT "editions_order" CHECK ("editions"."live_until" > "editions"."live_from")
);
--> statement-breakpoint
CREATE TABLE "site_state" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"revision" bigint NOT NULL,
	"revised_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slugs" (
	"place" text NOT NULL,
	"slug" text NOT NULL,
	"document_id" uuid NOT NULL,
	"was_public" boolean DEFAULT false NOT NULL,
	CONSTRAINT "slugs_place_slug_pk" PRIMARY KEY("place","slug")
);
--> statement-breakpoint
CREATE TABLE "built_in_flag_states" (
	"flag_id" uuid NOT NULL,
	"enabled" boolean NOT NULL,
	"rollout" integer NOT NULL,
	"targeting" jsonb NOT NULL,
	"live_from" bigint NOT NULL,
	"live_until" bigint,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "built_in_flag_states_from" UNIQUE("flag_id","live_from"),
	CONSTRAINT "built_in_flag_states_order" CHECK ("built_in_flag_states"."live_until" > "built_in_flag_states"."live_from")
);
--> statement-breakpoint
CREATE TABLE "built_in_flags" (
	"flag_id" uuid PRIMARY KEY NOT NULL,
	"enabled" boolean NOT NULL,
	"rollout" integer NOT NULL,
	"targeting" jsonb NOT NULL,
	"is_public" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "built_in_flags_rollout" CHECK ("built_in_flags"."rollout" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "flag_connections" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flag_connections_kind" CHECK ("flag_connections"."kind" in ('builtin'))
);
--> statement-breakpoint
CREATE TABLE "flags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"connection_id" text NOT NULL,
	"key" text NOT NULL,
	"environment" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flags_key" UNIQUE("connection_id","key","environment")
);
--> statement-breakpoint
CREATE TABLE "flips" (
	"id" uuid PRIMARY KEY NOT NULL,
	"launch_id" uuid NOT NULL,
	"flag_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"state" text NOT NULL,
	"before" jsonb NOT NULL,
	"desired" jsonb NOT NULL,
	"observed" jsonb,
	"recorded" jsonb NOT NULL,
	"recorded_version" integer NOT NULL,
	"target" jsonb NOT NULL,
	"applied_version" integer,
	"applied_at" timestamp with time zone,
	"restored_at" timestamp with time zone,
	CONSTRAINT "flips_flag" UNIQUE("launch_id","flag_id"),
	CONSTRAINT "flips_state" CHECK ("flips"."state" in ('planned', 'attempted', 'applied', 'restored', 'left_alone'))
);
--> statement-breakpoint
CREATE TABLE "launch_editions" (
	"launch_id" uuid NOT NULL,
	"edition_id" uuid NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "launch_editions_launch_id_edition_id_pk" PRIMARY KEY("launch_id","edition_id")
);
--> statement-breakpoint
CREATE TABLE "launches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"release_id" uuid NOT NULL,
	"stage_id" uuid NOT NULL,
	"state" text NOT NULL,
	"interrupted" text,
	"begun_at" timestamp with time zone DEFAULT now() NOT NULL,
	"released_at" timestamp with time zone,
	"site_revision" bigint,
	"recalled_revision" bigint,
	"moved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "launches_state" CHECK ("launches"."state" in ('flipping', 'live', 'settled', 'rolling_back', 'failed', 'recalling', 'recalled', 'attention')),
	CONSTRAINT "launches_moment" CHECK (("launches"."released_at" is null) = ("launches"."site_revision" is null))
);
--> statement-breakpoint
CREATE TABLE "readiness_reports" (
	"release_id" uuid PRIMARY KEY NOT NULL,
	"report" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "flag_targets" (
	"stage_id" uuid NOT NULL,
	"flag_id" uuid NOT NULL,
	"enabled" boolean NOT NULL,
	"rollout" integer NOT NULL,
	CONSTRAINT "flag_targets_stage_id_flag_id_pk" PRIMARY KEY("stage_id","flag_id"),
	CONSTRAINT "flag_targets_rollout" CHECK ("flag_targets"."rollout" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "release_changes" (
	"release_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "release_changes_change_id_pk" PRIMARY KEY("change_id")
);
--> statement-breakpoint
CREATE TABLE "releases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"owner" text,
	"state" text DEFAULT 'planned' NOT NULL,
	"requires" text[] DEFAULT '{}' NOT NULL,
	"hold_seconds" integer NOT NULL,
	"grace_seconds" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "releases_state" CHECK ("releases"."state" in ('planned', 'launching', 'released', 'recalled')),
	CONSTRAINT "releases_hold" CHECK ("releases"."hold_seconds" >= 0 and "releases"."grace_seconds" >= 0)
);
--> statement-breakpoint
CREATE TABLE "stages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"release_id" uuid NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "stages_position" UNIQUE("release_id","position")
);
--> statement-breakpoint
ALTER TABLE "audit_seals" ADD CONSTRAINT "audit_seals_record_id_audit_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."audit_records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_unsealed" ADD CONSTRAINT "audit_unsealed_record_id_audit_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."audit_records"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_flags" ADD CONSTRAINT "change_flags_change_id_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."changes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commits" ADD CONSTRAINT "commits_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commits" ADD CONSTRAINT "commits_change_id_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."changes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commits" ADD CONSTRAINT "commits_brought_by_deployments_id_fk" FOREIGN KEY ("brought_by") REFERENCES "public"."deployments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_release_id_releases_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."releases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "editions" ADD CONSTRAINT "editions_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slugs" ADD CONSTRAINT "slugs_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "built_in_flag_states" ADD CONSTRAINT "built_in_flag_states_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "built_in_flags" ADD CONSTRAINT "built_in_flags_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flags" ADD CONSTRAINT "flags_connection_id_flag_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."flag_connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flips" ADD CONSTRAINT "flips_launch_id_launches_id_fk" FOREIGN KEY ("launch_id") REFERENCES "public"."launches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flips" ADD CONSTRAINT "flips_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launch_editions" ADD CONSTRAINT "launch_editions_launch_id_launches_id_fk" FOREIGN KEY ("launch_id") REFERENCES "public"."launches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launch_editions" ADD CONSTRAINT "launch_editions_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launches" ADD CONSTRAINT "launches_release_id_releases_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."releases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launches" ADD CONSTRAINT "launches_stage_id_stages_id_fk" FOREIGN KEY ("stage_id") REFERENCES "public"."stages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readiness_reports" ADD CONSTRAINT "readiness_reports_release_id_releases_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."releases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flag_targets" ADD CONSTRAINT "flag_targets_stage_id_stages_id_fk" FOREIGN KEY ("stage_id") REFERENCES "public"."stages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flag_targets" ADD CONSTRAINT "flag_targets_flag_id_flags_id_fk" FOREIGN KEY ("flag_id") REFERENCES "public"."flags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_changes" ADD CONSTRAINT "release_changes_release_id_releases_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."releases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_changes" ADD CONSTRAINT "release_changes_change_id_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."changes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stages" ADD CONSTRAINT "stages_release_id_releases_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."releases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_records_subject" ON "audit_records" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "change_flags_key" ON "change_flags" USING btree ("flag_key");--> statement-breakpoint
CREATE INDEX "changes_merged" ON "changes" USING btree ("merged_at","id");--> statement-breakpoint
CREATE INDEX "changes_reverted" ON "changes" USING btree ("reverted_change_id");--> statement-breakpoint
CREATE INDEX "changes_reverts_sha" ON "changes" USING btree ("repository_id","reverts_sha") WHERE "changes"."reverts_sha" is not null;--> statement-breakpoint
CREATE INDEX "commits_position" ON "commits" USING btree ("repository_id","position");--> statement-breakpoint
CREATE INDEX "commits_change" ON "commits" USING btree ("change_id");--> statement-breakpoint
CREATE INDEX "commits_brought_by" ON "commits" USING btree ("brought_by");--> statement-breakpoint
CREATE UNIQUE INDEX "deployments_external" ON "deployments" USING btree ("repository_id","environment","sha","external_id") WHERE "deployments"."external_id" is not null;--> statement-breakpoint
CREATE INDEX "deployments_latest" ON "deployments" USING btree ("repository_id","environment","deployed_at","arrival");--> statement-breakpoint
CREATE INDEX "deployments_arrival" ON "deployments" USING btree ("arrival");--> statement-breakpoint
CREATE INDEX "documents_release" ON "documents" USING btree ("release_id");--> statement-breakpoint
CREATE UNIQUE INDEX "editions_one_draft" ON "editions" USING btree ("document_id","locale") WHERE "editions"."state" in ('draft', 'in_review', 'approved');--> statement-breakpoint
CREATE UNIQUE INDEX "editions_one_live" ON "editions" USING btree ("document_id","locale") WHERE "editions"."state" = 'live';--> statement-breakpoint
CREATE INDEX "editions_document" ON "editions" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "editions_launch" ON "editions" USING btree ("launch_id");--> statement-breakpoint
CREATE INDEX "editions_public" ON "editions" USING btree ("published_at","document_id") WHERE "editions"."live_from" is not null;--> statement-breakpoint
CREATE INDEX "slugs_document" ON "slugs" USING btree ("document_id");--> statement-breakpoint
CREATE UNIQUE INDEX "built_in_flag_states_live" ON "built_in_flag_states" USING btree ("flag_id") WHERE "built_in_flag_states"."live_until" is null;--> statement-breakpoint
CREATE INDEX "built_in_flag_states_range" ON "built_in_flag_states" USING btree ("live_from","live_until");--> statement-breakpoint
CREATE INDEX "flips_by_flag" ON "flips" USING btree ("flag_id");--> statement-breakpoint
CREATE UNIQUE INDEX "launches_standing" ON "launches" USING btree ("stage_id") WHERE "launches"."state" not in ('failed', 'recalled');--> statement-breakpoint
CREATE INDEX "launches_release" ON "launches" USING btree ("release_id","begun_at");--> statement-breakpoint
CREATE INDEX "launches_open" ON "launches" USING btree ("moved_at") WHERE "launches"."state" in ('flipping', 'live', 'rolling_back', 'recalling');--> statement-breakpoint
CREATE INDEX "flag_targets_flag" ON "flag_targets" USING btree ("flag_id");--> statement-breakpoint
CREATE INDEX "release_changes_release" ON "release_changes" USING btree ("release_id","position");--> statement-breakpoint
CREATE INDEX "releases_created" ON "releases" USING btree ("created_at","id");