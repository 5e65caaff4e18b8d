CREATE TYPE "RerunState" AS ENUM ('waiting', 'running', 'agreed', 'disagreed', 'incomparable', 'failed');
CREATE TABLE "reruns" (
    "evaluation_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "checked_runner" TEXT NOT NULL,
    "state" "RerunState" NOT NULL DEFAULT 'waiting',
    "fence" INTEGER NOT NULL DEFAULT 1000000,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "runner" TEXT,
    "heartbeat_at" TIMESTAMPTZ(3),
    "finding" JSONB,
    "fault" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    CONSTRAINT "reruns_pkey" PRIMARY KEY ("evaluation_id")
);
CREATE INDEX "reruns_state_updated_at_idx" ON "reruns"("state", "updated_at");
CREATE INDEX "reruns_token_id_state_idx" ON "reruns"("token_id", "state");
ALTER TABLE "reruns" ADD CONSTRAINT "reruns_evaluation_id_fkey" FOREIGN KEY ("evaluation_id") REFERENCES "evaluations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "reruns" ADD CONSTRAINT "reruns_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "runner_tokens"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER rerun_waits AFTER INSERT ON "reruns" FOR EACH ROW EXECUTE FUNCTION notify_work();
CREATE TRIGGER rerun_moved AFTER UPDATE OF "state" ON "reruns" FOR EACH ROW WHEN (OLD."state" IS DISTINCT FROM NEW."state") EXECUTE FUNCTION notify_work();
