ALTER TABLE "challenges" ADD COLUMN "archived_at" TIMESTAMPTZ(3), ADD COLUMN "problems" JSONB;
