-- AlterTable
ALTER TABLE "artefacts" ADD COLUMN     "removed_at" TIMESTAMPTZ(3);
