-- AlterTable
ALTER TABLE "data_sets" ADD COLUMN     "open_truth" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "submissions" ADD COLUMN     "form" JSONB NOT NULL DEFAULT '{}';
