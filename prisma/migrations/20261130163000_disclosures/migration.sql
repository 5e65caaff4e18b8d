-- What unblinding publishes of a split. No phase was unblinded before there was such a table.
CREATE TYPE "DisclosureState" AS ENUM ('waiting', 'publishing', 'published', 'failed');

CREATE TABLE "disclosures" (
    "id" UUID NOT NULL,
    "data_set_id" UUID NOT NULL,
    "split" TEXT NOT NULL,
    "state" "DisclosureState" NOT NULL DEFAULT 'waiting',
    "fence" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "runner" TEXT,
    "heartbeat_at" TIMESTAMPTZ(3),
    "files" JSONB,
    "fault" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "disclosures_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "disclosures_data_set_id_split_key" ON "disclosures"("data_set_id", "split");

ALTER TABLE "disclosures" ADD CONSTRAINT "disclosures_data_set_id_fkey" FOREIGN KEY ("data_set_id") REFERENCES "data_sets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
