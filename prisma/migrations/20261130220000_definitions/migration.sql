ALTER TABLE "challenge_versions" RENAME COLUMN "content_hash" TO "definition_hash";
ALTER INDEX "challenge_versions_challenge_id_content_hash_key" RENAME TO "challenge_versions_challenge_id_definition_hash_key";
ALTER TABLE "challenge_versions" ADD COLUMN "definition" JSON;
