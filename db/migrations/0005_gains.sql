CREATE TABLE "claim" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"statement" jsonb NOT NULL,
	"verdict" jsonb,
	"previous" jsonb,
	"data_hash" text,
	"judged_at" timestamp with time zone,
	"seen_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "loss_cause" (
	"task_id" uuid NOT NULL,
	"condition_id" uuid NOT NULL,
	"judge" text DEFAULT 'hand' NOT NULL,
	"cause" text NOT NULL,
	"evidence" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "loss_cause_task_id_condition_id_judge_pk" PRIMARY KEY("task_id","condition_id","judge")
);
--> statement-breakpoint
ALTER TABLE "claim" ADD CONSTRAINT "claim_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loss_cause" ADD CONSTRAINT "loss_cause_task_id_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."task"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loss_cause" ADD CONSTRAINT "loss_cause_condition_id_condition_id_fk" FOREIGN KEY ("condition_id") REFERENCES "public"."condition"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "claim_study_id_index" ON "claim" USING btree ("study_id");--> statement-breakpoint
CREATE INDEX "loss_cause_condition_id_index" ON "loss_cause" USING btree ("condition_id");