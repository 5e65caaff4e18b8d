'use client';

import { useEffect, useState } from 'react';
import { EvaluationView, isTerminal } from '@unblind/contracts';
import { send } from '@/lib/api/browser';

const retryMs = 3000;

/**
 * The evaluation, updated by the API's event stream. If the stream is not available (an old proxy, or a lost connection that the
 * browser does not reopen), the evaluation is fetched every few seconds until it ends.
 */
export function useEvaluation(initial: EvaluationView): { evaluation: EvaluationView; connected: boolean } {
  const [evaluation, setEvaluation] = useState(initial);
  const [connected, setConnected] = useState(true);
  const { id } = initial;
  const ended = isTerminal(evaluation.state);

  useEffect(() => {
    if (ended) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = async (): Promise<void> => {
      const answer = await send('GET', `/evaluations/${id}`, EvaluationView).catch(() => null);
      if (answer) setEvaluation(answer);
      setConnected(answer !== null);
      timer = setTimeout(() => void poll(), retryMs);
    };
    const stream = new EventSource(`/api/v1/evaluations/${id}/events`);
    stream.addEventListener('evaluation', ({ data }: MessageEvent<string>) => {
      const view = EvaluationView.safeParse(JSON.parse(data));
      if (view.success) setEvaluation(view.data);
      setConnected(true);
    });
    stream.onerror = () => {
      // The browser reconnects by itself, unless the response was not an event stream.
      setConnected(false);
      if (stream.readyState === EventSource.CLOSED) void poll();
    };
    return () => {
      stream.close();
      clearTimeout(timer);
    };
  }, [id, ended]);

  return { evaluation, connected };
}
