CREATE TYPE "MetricPart" AS ENUM ('whole', 'ranking', 'diagnostic');
ALTER TABLE "metrics" ADD COLUMN "part" "MetricPart" NOT NULL DEFAULT 'whole';
ALTER TABLE "metrics" DROP CONSTRAINT "metrics_pkey", ADD CONSTRAINT "metrics_pkey" PRIMARY KEY ("evaluation_id", "name", "variation", "part");

ALTER TABLE "evaluations" ADD COLUMN "full_plots" JSONB;

ALTER TABLE "board_entries" ADD COLUMN "disagreement" BOOLEAN NOT NULL DEFAULT false;
