-- AlterTable
ALTER TABLE "data_sets" RENAME COLUMN "ready_at" TO "finished_at";
ALTER TABLE "data_sets" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "fence" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "progress_unit" TEXT,
ADD COLUMN     "runner" TEXT,
ADD COLUMN     "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Those that wait have no holder, hence no heartbeat.
UPDATE "data_sets" SET "heartbeat_at" = NULL WHERE "state" <> 'preparing';
