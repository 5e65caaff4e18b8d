-- AlterTable
ALTER TABLE "evaluations" ADD COLUMN     "waiting_for" TEXT;
