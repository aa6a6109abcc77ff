ALTER TABLE "relevance_mark" DROP CONSTRAINT "relevance_mark_task_id_memory_id_pk";--> statement-breakpoint
ALTER TABLE "embedding" DROP CONSTRAINT "embedding_memory_id_model_pk";--> statement-breakpoint
ALTER TABLE "ablation_result" ADD COLUMN "candidates" jsonb;--> statement-breakpoint
ALTER TABLE "ablation_result" ADD COLUMN "asked" jsonb;--> statement-breakpoint
ALTER TABLE "relevance_mark" ADD COLUMN "judge" text DEFAULT 'hand' NOT NULL;--> statement-breakpoint
ALTER TABLE "relevance_mark" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "embedding" ADD COLUMN "key_text" text DEFAULT 'key' NOT NULL;--> statement-breakpoint
ALTER TABLE "embedding" ADD COLUMN "unit_length" boolean;--> statement-breakpoint
ALTER TABLE "embedding" ADD COLUMN "cut" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "memory" ADD COLUMN "made_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "query_embedding" ADD COLUMN "cut" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "answer" text;--> statement-breakpoint
ALTER TABLE "relevance_mark" ADD CONSTRAINT "relevance_mark_task_id_memory_id_judge_pk" PRIMARY KEY("task_id","memory_id","judge");--> statement-breakpoint
ALTER TABLE "embedding" ADD CONSTRAINT "embedding_memory_id_model_key_text_pk" PRIMARY KEY("memory_id","model","key_text");
