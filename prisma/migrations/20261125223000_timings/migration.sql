-- CreateEnum
CREATE TYPE "TimingState" AS ENUM ('waiting', 'running', 'done', 'failed');

-- CreateTable
CREATE TABLE "timings" (
    "evaluation_id" UUID NOT NULL,
    "state" "TimingState" NOT NULL DEFAULT 'waiting',
    "fence" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "runner" TEXT,
    "heartbeat_at" TIMESTAMPTZ(3),
    "waiting_for" TEXT,
    "hardware_class" TEXT,
    "result" JSONB,
    "fault" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "timings_pkey" PRIMARY KEY ("evaluation_id")
);

-- CreateIndex
CREATE INDEX "timings_state_updated_at_idx" ON "timings"("state", "updated_at");

-- AddForeignKey
ALTER TABLE "timings" ADD CONSTRAINT "timings_evaluation_id_fkey" FOREIGN KEY ("evaluation_id") REFERENCES "evaluations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
