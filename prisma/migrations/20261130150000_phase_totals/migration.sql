-- AlterTable
ALTER TABLE "phases" ADD COLUMN     "total" INTEGER;
