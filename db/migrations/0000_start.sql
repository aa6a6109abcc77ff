CREATE TABLE "embedding" (
	"memory_id" uuid NOT NULL,
	"model" text NOT NULL,
	"dimensions" integer NOT NULL,
	"vector" "bytea" NOT NULL,
	CONSTRAINT "embedding_memory_id_model_pk" PRIMARY KEY("memory_id","model")
);
--> statement-breakpoint
CREATE TABLE "memory" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"pool_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"type" text NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"content" text NOT NULL,
	"key_text" text NOT NULL,
	"source_benchmark" text,
	"source_task" text,
	"source_task_text" text,
	"source_model" text,
	"success" boolean,
	"utility" double precision,
	"details" jsonb,
	"import_id" uuid,
	CONSTRAINT "memory_pool_id_external_id_unique" UNIQUE("pool_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "pool" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pool_study_id_name_unique" UNIQUE("study_id","name")
);
--> statement-breakpoint
CREATE TABLE "query_embedding" (
	"model" text NOT NULL,
	"text_hash" text NOT NULL,
	"dimensions" integer NOT NULL,
	"vector" "bytea" NOT NULL,
	CONSTRAINT "query_embedding_model_text_hash_pk" PRIMARY KEY("model","text_hash")
);
--> statement-breakpoint
CREATE TABLE "retrieval" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"task_id" uuid NOT NULL,
	"trial_id" uuid,
	"query" text,
	"method" text,
	CONSTRAINT "retrieval_trial_id_unique" UNIQUE("trial_id")
);
--> statement-breakpoint
CREATE TABLE "retrieval_hit" (
	"retrieval_id" uuid NOT NULL,
	"rank" integer NOT NULL,
	"score" double precision,
	"memory_id" uuid,
	"memory_external_id" text,
	"text" text NOT NULL,
	CONSTRAINT "retrieval_hit_retrieval_id_rank_pk" PRIMARY KEY("retrieval_id","rank")
);
--> statement-breakpoint
CREATE TABLE "benchmark" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "benchmark_study_id_name_unique" UNIQUE("study_id","name")
);
--> statement-breakpoint
CREATE TABLE "condition" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"label" text NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"basis" text,
	"aliases" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "condition_study_id_label_unique" UNIQUE("study_id","label")
);
--> statement-breakpoint
CREATE TABLE "study" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"synthetic" boolean DEFAULT false NOT NULL,
	"pass_threshold" double precision DEFAULT 1 NOT NULL,
	"baseline_condition_id" uuid,
	"revision" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "study_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "task" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"benchmark_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"text" text,
	CONSTRAINT "task_benchmark_id_external_id_unique" UNIQUE("benchmark_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "trajectory" (
	"trial_id" uuid PRIMARY KEY NOT NULL,
	"format" text NOT NULL,
	"artefact" text NOT NULL,
	"step_count" integer NOT NULL,
	"tool_call_count" integer NOT NULL,
	"subagents" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"digest" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trial" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"task_id" uuid NOT NULL,
	"condition_id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"attempt" integer,
	"reward" double precision,
	"rewards" jsonb,
	"exception_type" text,
	"exception_message" text,
	"finished" boolean,
	"input_tokens" double precision,
	"output_tokens" double precision,
	"cached_tokens" double precision,
	"cost_usd" double precision,
	"started_at" text,
	"duration_ms" double precision,
	"details" jsonb,
	"import_id" uuid,
	CONSTRAINT "trial_study_id_source_external_id_unique" UNIQUE("study_id","source","external_id")
);
--> statement-breakpoint
CREATE TABLE "ablation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"job_id" uuid,
	"name" text NOT NULL,
	"spec" jsonb NOT NULL,
	"summary" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ablation_result" (
	"ablation_id" uuid NOT NULL,
	"arm" integer NOT NULL,
	"task_id" uuid NOT NULL,
	"hits" jsonb NOT NULL,
	"query_text" text NOT NULL,
	"duration_ms" double precision NOT NULL,
	"reason" text,
	CONSTRAINT "ablation_result_ablation_id_arm_task_id_pk" PRIMARY KEY("ablation_id","arm","task_id")
);
--> statement-breakpoint
CREATE TABLE "import_file" (
	"import_id" uuid NOT NULL,
	"path" text NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text,
	"format" text,
	"outcome" text NOT NULL,
	"reason" text,
	"warnings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"rejections" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "import_file_import_id_path_pk" PRIMARY KEY("import_id","path")
);
--> statement-breakpoint
CREATE TABLE "import" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"job_id" uuid,
	"label" text NOT NULL,
	"sources" jsonb NOT NULL,
	"condition_label" text,
	"totals" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "job" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"study_id" text,
	"input" jsonb NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"progress" double precision,
	"message" text DEFAULT '' NOT NULL,
	"result" jsonb,
	"error" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"cancel_requested" timestamp with time zone,
	"heartbeat_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "projection" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"job_id" uuid,
	"model" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"input_hash" text NOT NULL,
	"memory_ids" jsonb NOT NULL,
	"points" "bytea" NOT NULL,
	"metrics" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "embedding" ADD CONSTRAINT "embedding_memory_id_memory_id_fk" FOREIGN KEY ("memory_id") REFERENCES "public"."memory"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memory" ADD CONSTRAINT "memory_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memory" ADD CONSTRAINT "memory_pool_id_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool" ADD CONSTRAINT "pool_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retrieval" ADD CONSTRAINT "retrieval_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retrieval" ADD CONSTRAINT "retrieval_task_id_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."task"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retrieval" ADD CONSTRAINT "retrieval_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."trial"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retrieval_hit" ADD CONSTRAINT "retrieval_hit_retrieval_id_retrieval_id_fk" FOREIGN KEY ("retrieval_id") REFERENCES "public"."retrieval"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retrieval_hit" ADD CONSTRAINT "retrieval_hit_memory_id_memory_id_fk" FOREIGN KEY ("memory_id") REFERENCES "public"."memory"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "benchmark" ADD CONSTRAINT "benchmark_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "condition" ADD CONSTRAINT "condition_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_benchmark_id_benchmark_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmark"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trajectory" ADD CONSTRAINT "trajectory_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."trial"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trial" ADD CONSTRAINT "trial_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trial" ADD CONSTRAINT "trial_task_id_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."task"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trial" ADD CONSTRAINT "trial_condition_id_condition_id_fk" FOREIGN KEY ("condition_id") REFERENCES "public"."condition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ablation" ADD CONSTRAINT "ablation_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ablation_result" ADD CONSTRAINT "ablation_result_ablation_id_ablation_id_fk" FOREIGN KEY ("ablation_id") REFERENCES "public"."ablation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_file" ADD CONSTRAINT "import_file_import_id_import_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."import"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import" ADD CONSTRAINT "import_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projection" ADD CONSTRAINT "projection_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "embedding_model_index" ON "embedding" USING btree ("model");--> statement-breakpoint
CREATE INDEX "memory_study_id_type_index" ON "memory" USING btree ("study_id","type");--> statement-breakpoint
CREATE INDEX "memory_study_id_external_id_index" ON "memory" USING btree ("study_id","external_id");--> statement-breakpoint
CREATE INDEX "retrieval_task_id_index" ON "retrieval" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "retrieval_hit_memory_id_index" ON "retrieval_hit" USING btree ("memory_id");--> statement-breakpoint
CREATE INDEX "task_study_id_index" ON "task" USING btree ("study_id");--> statement-breakpoint
CREATE INDEX "trial_task_id_index" ON "trial" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "trial_condition_id_index" ON "trial" USING btree ("condition_id");--> statement-breakpoint
CREATE INDEX "ablation_study_id_index" ON "ablation" USING btree ("study_id");--> statement-breakpoint
CREATE INDEX "import_study_id_index" ON "import" USING btree ("study_id");--> statement-breakpoint
CREATE INDEX "job_state_index" ON "job" USING btree ("state");--> statement-breakpoint
CREATE INDEX "job_study_id_index" ON "job" USING btree ("study_id");--> statement-breakpoint
CREATE INDEX "projection_study_id_index" ON "projection" USING btree ("study_id");--> statement-breakpoint
CREATE INDEX "projection_input_hash_index" ON "projection" USING btree ("input_hash");