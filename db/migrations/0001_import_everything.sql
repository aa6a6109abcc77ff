CREATE TABLE "found_setting" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"fingerprint" text NOT NULL,
	"label" text NOT NULL,
	"basis" text NOT NULL,
	"benchmark" text NOT NULL,
	"settings" jsonb NOT NULL,
	CONSTRAINT "found_setting_study_id_fingerprint_unique" UNIQUE("study_id","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "judgement" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"benchmark_id" uuid NOT NULL,
	"task_id" uuid,
	"trial_id" uuid,
	"judge" text NOT NULL,
	"external_id" text NOT NULL,
	"trial_source" text,
	"trial_external_id" text,
	"verdict" boolean NOT NULL,
	"truth" boolean,
	"response" text,
	"import_id" uuid,
	CONSTRAINT "judgement_study_id_judge_external_id_unique" UNIQUE("study_id","judge","external_id")
);
--> statement-breakpoint
CREATE TABLE "import_change" (
	"import_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"row_id" uuid NOT NULL,
	"before" jsonb NOT NULL,
	CONSTRAINT "import_change_import_id_kind_row_id_pk" PRIMARY KEY("import_id","kind","row_id")
);
--> statement-breakpoint
CREATE TABLE "packed_artefact" (
	"hash" text PRIMARY KEY NOT NULL,
	"pack" text NOT NULL,
	"offset" bigint NOT NULL,
	"bytes" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "table_recipe" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"recipe" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "table_recipe_name_unique" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "trajectory" ALTER COLUMN "artefact" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "memory" ADD COLUMN "original_type" text;--> statement-breakpoint
ALTER TABLE "memory" ADD COLUMN "found_type" text;--> statement-breakpoint
ALTER TABLE "retrieval" ADD COLUMN "import_id" uuid;--> statement-breakpoint
ALTER TABLE "retrieval_hit" ADD COLUMN "match" text;--> statement-breakpoint
ALTER TABLE "retrieval_hit" ADD COLUMN "similarity" double precision;--> statement-breakpoint
ALTER TABLE "study" ADD COLUMN "mapping" jsonb;--> statement-breakpoint
ALTER TABLE "trajectory" ADD COLUMN "import_id" uuid;--> statement-breakpoint
ALTER TABLE "trajectory" ADD COLUMN "path" text;--> statement-breakpoint
ALTER TABLE "trajectory" ADD COLUMN "source_hash" text;--> statement-breakpoint
ALTER TABLE "trial" ADD COLUMN "path" text;--> statement-breakpoint
ALTER TABLE "trial" ADD COLUMN "found_setting_id" uuid;--> statement-breakpoint
ALTER TABLE "trial" ADD COLUMN "found_attempt" integer;--> statement-breakpoint
ALTER TABLE "import_file" ADD COLUMN "modified_ms" double precision;--> statement-breakpoint
ALTER TABLE "import" ADD COLUMN "undone_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "found_setting" ADD CONSTRAINT "found_setting_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgement" ADD CONSTRAINT "judgement_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgement" ADD CONSTRAINT "judgement_benchmark_id_benchmark_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmark"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgement" ADD CONSTRAINT "judgement_task_id_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."task"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgement" ADD CONSTRAINT "judgement_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."trial"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_change" ADD CONSTRAINT "import_change_import_id_import_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."import"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "judgement_trial_id_index" ON "judgement" USING btree ("trial_id");--> statement-breakpoint
ALTER TABLE "trial" ADD CONSTRAINT "trial_found_setting_id_found_setting_id_fk" FOREIGN KEY ("found_setting_id") REFERENCES "public"."found_setting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "memory_import_id_index" ON "memory" USING btree ("import_id");--> statement-breakpoint
CREATE INDEX "trial_import_id_index" ON "trial" USING btree ("import_id");