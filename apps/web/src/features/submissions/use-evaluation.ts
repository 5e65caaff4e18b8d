'use client';

import { useEffect, useState } from 'react';
import { EvaluationView, isTerminal } from '@unblind/contracts';
import { send } from '@/lib/api/browser';

const retryMs = 3000;

/**
 * The evaluation as it moves, from the live stream. Where the stream cannot be had (an old proxy, a lost connection that
 * the browser gives up), it is asked for every few seconds instead, until it ends.
 */
export function useEvaluation(initial: EvaluationView): { evaluation: EvaluationView; connected: boolean } {
  const [evaluation, setEvaluation] = useState(initial);
  const [connected, setConnected] = useState(true);
  const { id } = initial;
  const ended = isTerminal(evaluation.state);

  useEffect(() => {
    if (ended) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const answer = await send('GET', `/evaluations/${id}`, EvaluationView).catch(() => null);
      if (answer) setEvaluation(answer);
      setConnected(answer !== null);
      timer = setTimeout(() => void ask(), retryMs);
    };
    const stream = new EventSource(`/api/v1/evaluations/${id}/events`);
    stream.addEventListener('evaluation', ({ data }: MessageEvent<string>) => {
      const view = EvaluationView.safeParse(JSON.parse(data));
      if (view.success) setEvaluation(view.data);
      setConnected(true);
    });
    stream.onerror = () => {
      // The browser connects again by itself, unless the answer was no stream.
      setConnected(false);
      if (stream.readyState === EventSource.CLOSED) void ask();
    };
    return () => {
      stream.close();
      clearTimeout(timer);
    };
  }, [id, ended]);

  return { evaluation, connected };
}
