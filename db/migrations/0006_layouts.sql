CREATE TABLE "layout_snapshot" (
	"job_id" uuid PRIMARY KEY NOT NULL,
	"memory_ids" jsonb NOT NULL,
	"components" integer NOT NULL,
	"epoch" integer NOT NULL,
	"epochs" integer NOT NULL,
	"points" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "projection" ADD COLUMN "point_values" "bytea";--> statement-breakpoint
ALTER TABLE "layout_snapshot" ADD CONSTRAINT "layout_snapshot_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE cascade ON UPDATE no action;