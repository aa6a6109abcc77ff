CREATE TABLE "map_comparison" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"study_id" text NOT NULL,
	"left_projection_id" uuid NOT NULL,
	"right_projection_id" uuid NOT NULL,
	"parameters" jsonb NOT NULL,
	"input_hash" text NOT NULL,
	"memory_ids" jsonb NOT NULL,
	"kept" "bytea" NOT NULL,
	"left_neighbors" "bytea" NOT NULL,
	"right_neighbors" "bytea" NOT NULL,
	"metrics" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "map_comparison" ADD CONSTRAINT "map_comparison_study_id_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."study"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "map_comparison" ADD CONSTRAINT "map_comparison_left_projection_id_projection_id_fk" FOREIGN KEY ("left_projection_id") REFERENCES "public"."projection"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "map_comparison" ADD CONSTRAINT "map_comparison_right_projection_id_projection_id_fk" FOREIGN KEY ("right_projection_id") REFERENCES "public"."projection"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "map_comparison_study_id_input_hash_index" ON "map_comparison" USING btree ("study_id","input_hash");--> statement-breakpoint
CREATE INDEX "map_comparison_left_projection_id_index" ON "map_comparison" USING btree ("left_projection_id");--> statement-breakpoint
CREATE INDEX "map_comparison_right_projection_id_index" ON "map_comparison" USING btree ("right_projection_id");