CREATE TABLE "generation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"import_id" uuid NOT NULL,
	"job_id" uuid,
	"name" text NOT NULL,
	"spec" jsonb NOT NULL,
	"stopped" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "generation_study_id_name_unique" UNIQUE("study_id","name")
);
--> statement-breakpoint
CREATE TABLE "generation_item" (
	"generation_id" uuid NOT NULL,
	"trial_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"failure" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"memory_count" integer DEFAULT 0 NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"input_tokens" integer DEFAULT 0,
	"output_tokens" integer DEFAULT 0,
	"cost_usd" double precision DEFAULT 0,
	"from_cache" boolean DEFAULT false NOT NULL,
	"repaired" boolean DEFAULT false NOT NULL,
	"left_out_chars" integer DEFAULT 0 NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "generation_item_generation_id_trial_id_kind_pk" PRIMARY KEY("generation_id","trial_id","kind")
);
--> statement-breakpoint
CREATE TABLE "llm_answer" (
	"key" text PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"prompt_id" text NOT NULL,
	"prompt_version" integer NOT NULL,
	"answer" text NOT NULL,
	"requests" integer NOT NULL,
	"input_tokens" integer,
	"output_tokens" integer,
	"cost_usd" double precision,
	"repaired" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "memory" ADD COLUMN "meta_knowledge" text;--> statement-breakpoint
ALTER TABLE "memory" ADD COLUMN "meta_knowledge_by" text;--> statement-breakpoint
ALTER TABLE "memory" ADD COLUMN "named_concretes" jsonb;--> statement-breakpoint
ALTER TABLE "generation" ADD CONSTRAINT "generation_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation" ADD CONSTRAINT "generation_import_id_import_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."import"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation_item" ADD CONSTRAINT "generation_item_generation_id_generation_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation_item" ADD CONSTRAINT "generation_item_trial_id_trial_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."trial"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "generation_item_generation_id_state_index" ON "generation_item" USING btree ("generation_id","state");--> statement-breakpoint
CREATE INDEX "generation_item_trial_id_index" ON "generation_item" USING btree ("trial_id");--> statement-breakpoint
CREATE INDEX "llm_answer_prompt_id_model_index" ON "llm_answer" USING btree ("prompt_id","model");