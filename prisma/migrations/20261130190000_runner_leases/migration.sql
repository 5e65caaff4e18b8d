CREATE TABLE "runner_tokens" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "challenge_id" UUID,
    "remote" BOOLEAN NOT NULL DEFAULT true,
    "trusted" BOOLEAN NOT NULL DEFAULT false,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    CONSTRAINT "runner_tokens_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "runner_tokens_secret_hash_key" ON "runner_tokens"("secret_hash");
-- A revoked token's name may be used again.
CREATE UNIQUE INDEX "runner_tokens_name" ON "runner_tokens"("name") WHERE "revoked_at" IS NULL;
ALTER TABLE "runner_tokens" ADD CONSTRAINT "runner_tokens_challenge_id_fkey" FOREIGN KEY ("challenge_id") REFERENCES "challenges"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "runner_tokens" ADD CONSTRAINT "runner_tokens_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TYPE "LeaseEnd" AS ENUM ('done', 'rejected', 'failed', 'released', 'lost');
CREATE TABLE "runner_leases" (
    "evaluation_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "fence" INTEGER NOT NULL,
    "token_id" UUID NOT NULL,
    "runner" TEXT NOT NULL,
    "unsafe" BOOLEAN NOT NULL DEFAULT false,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "ended_at" TIMESTAMPTZ(3),
    "end" "LeaseEnd",
    CONSTRAINT "runner_leases_pkey" PRIMARY KEY ("evaluation_id", "step", "fence")
);
CREATE INDEX "runner_leases_token_id_ended_at_idx" ON "runner_leases"("token_id", "ended_at");
ALTER TABLE "runner_leases" ADD CONSTRAINT "runner_leases_evaluation_id_fkey" FOREIGN KEY ("evaluation_id") REFERENCES "evaluations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "runner_leases" ADD CONSTRAINT "runner_leases_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "runner_tokens"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "prediction_uploads" (
    "id" UUID NOT NULL,
    "evaluation_id" UUID NOT NULL,
    "fence" INTEGER NOT NULL,
    "seed" INTEGER NOT NULL,
    "variation" TEXT NOT NULL,
    "tensor" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "part_bytes" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "storage_ref" TEXT NOT NULL,
    "complete" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "prediction_uploads_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "prediction_uploads_evaluation_id_fence_seed_variation_tenso_key" ON "prediction_uploads"("evaluation_id", "fence", "seed", "variation", "tensor");
ALTER TABLE "prediction_uploads" ADD CONSTRAINT "prediction_uploads_evaluation_id_fkey" FOREIGN KEY ("evaluation_id") REFERENCES "evaluations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "evaluations" ADD COLUMN "predictions_fence" INTEGER;
ALTER TABLE "runners" ADD COLUMN "token_id" UUID;
ALTER TABLE "runners" ADD CONSTRAINT "runners_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "runner_tokens"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Those who wait for work listen here: a state changed, so that there may be some. Heartbeats wake nobody.
CREATE FUNCTION notify_work() RETURNS trigger AS $$
BEGIN
  PERFORM pg_notify('work', '');
  RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER evaluation_waits AFTER INSERT ON "evaluations" FOR EACH ROW EXECUTE FUNCTION notify_work();
CREATE TRIGGER evaluation_moved AFTER UPDATE OF "state" ON "evaluations" FOR EACH ROW WHEN (OLD."state" IS DISTINCT FROM NEW."state") EXECUTE FUNCTION notify_work();
CREATE TRIGGER timing_waits AFTER INSERT ON "timings" FOR EACH ROW EXECUTE FUNCTION notify_work();
CREATE TRIGGER timing_moved AFTER UPDATE OF "state" ON "timings" FOR EACH ROW WHEN (OLD."state" IS DISTINCT FROM NEW."state") EXECUTE FUNCTION notify_work();
CREATE TRIGGER data_set_moved AFTER UPDATE OF "state" ON "data_sets" FOR EACH ROW WHEN (OLD."state" IS DISTINCT FROM NEW."state") EXECUTE FUNCTION notify_work();
