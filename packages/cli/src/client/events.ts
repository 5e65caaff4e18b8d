import { EvaluationView } from '@unblind/contracts';
import { isTerminal } from '@unblind/contracts';
import { createParser } from 'eventsource-parser';
import type { ApiClient } from './api-client';

const RECONNECT_MS = 1000;
const MAX_FAILURES = 60;

/** Follows an evaluation to its end by server-sent events. Reconnects when the connection is lost; does not poll. */
export async function followEvaluation(
  api: ApiClient,
  evaluationId: string,
  onChange: (evaluation: EvaluationView) => void,
): Promise<EvaluationView> {
  for (let failures = 0; ; failures++) {
    const last = await followOnce(api, evaluationId, onChange).catch((error: unknown) => {
      if (failures >= MAX_FAILURES) throw error;
      return null;
    });
    if (last && isTerminal(last.state)) return last;
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}

async function followOnce(
  api: ApiClient,
  evaluationId: string,
  onChange: (evaluation: EvaluationView) => void,
): Promise<EvaluationView | null> {
  const response = await api.send('GET', `/evaluations/${evaluationId}/events`, undefined, { accept: 'text/event-stream' });
  let last: EvaluationView | null = null;
  const parser = createParser({
    onEvent(event) {
      if (event.event !== 'evaluation') return;
      last = EvaluationView.parse(JSON.parse(event.data));
      onChange(last);
    },
  });
  const decoder = new TextDecoder();
  const chunks: AsyncIterable<Uint8Array> | null = response.body;
  if (chunks) for await (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }));
  return last;
}
