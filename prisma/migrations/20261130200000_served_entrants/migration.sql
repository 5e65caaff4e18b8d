-- Who was served last is looked up whenever a runner asks for work.
CREATE INDEX "runner_leases_step_ended_at_idx" ON "runner_leases"("step", "ended_at");
