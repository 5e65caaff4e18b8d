-- Data sets that exist keep their data. Those that are prepared from now on get a key; see docs/decisions/0010-keys-not-seeds.md.
CREATE TABLE "data_set_keys" (
    "data_set_id" UUID NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_set_keys_pkey" PRIMARY KEY ("data_set_id")
);

ALTER TABLE "data_set_keys" ADD CONSTRAINT "data_set_keys_data_set_id_fkey" FOREIGN KEY ("data_set_id") REFERENCES "data_sets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Versions whose hidden data were made from 32-bit seeds are of the first scheme.
ALTER TABLE "challenge_versions" ADD COLUMN     "data_scheme" INTEGER NOT NULL DEFAULT 1;
