CREATE TABLE "ablation_arm" (
	"ablation_id" uuid NOT NULL,
	"arm" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"summary" jsonb,
	"finished_at" timestamp with time zone,
	CONSTRAINT "ablation_arm_ablation_id_arm_pk" PRIMARY KEY("ablation_id","arm")
);
--> statement-breakpoint
CREATE TABLE "relevance_mark" (
	"task_id" uuid NOT NULL,
	"memory_id" uuid NOT NULL,
	"grade" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "relevance_mark_task_id_memory_id_pk" PRIMARY KEY("task_id","memory_id")
);
--> statement-breakpoint
ALTER TABLE "ablation_result" DROP CONSTRAINT "ablation_result_ablation_id_ablation_id_fk";
--> statement-breakpoint
ALTER TABLE "ablation" ADD COLUMN "pool_hash" text;--> statement-breakpoint
ALTER TABLE "ablation" ADD COLUMN "code_version" text;--> statement-breakpoint
ALTER TABLE "ablation_result" ADD COLUMN "candidate_count" integer;--> statement-breakpoint
ALTER TABLE "ablation_arm" ADD CONSTRAINT "ablation_arm_ablation_id_ablation_id_fk" FOREIGN KEY ("ablation_id") REFERENCES "public"."ablation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relevance_mark" ADD CONSTRAINT "relevance_mark_task_id_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."task"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relevance_mark" ADD CONSTRAINT "relevance_mark_memory_id_memory_id_fk" FOREIGN KEY ("memory_id") REFERENCES "public"."memory"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "relevance_mark_memory_id_index" ON "relevance_mark" USING btree ("memory_id");--> statement-breakpoint
INSERT INTO "ablation_arm" ("ablation_id", "arm", "settings")
	SELECT a."id", (listed."place" - 1)::integer, listed."settings"
	FROM "ablation" a, jsonb_array_elements(a."spec" -> 'arms') WITH ORDINALITY AS listed("settings", "place");--> statement-breakpoint
DELETE FROM "ablation_result";--> statement-breakpoint
UPDATE "ablation" SET "spec" = jsonb_build_object('model', "spec" -> 'model'), "summary" = NULL;--> statement-breakpoint
ALTER TABLE "ablation_result" ADD CONSTRAINT "ablation_result_arm_fk" FOREIGN KEY ("ablation_id","arm") REFERENCES "public"."ablation_arm"("ablation_id","arm") ON DELETE cascade ON UPDATE no action;