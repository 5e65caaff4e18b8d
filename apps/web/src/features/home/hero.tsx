import { EventFigure } from './event-figure';

/** What this is, in two sentences. */
export function Hero() {
  return (
    <section className="flex items-center gap-12 pt-14 sm:pt-20">
      <div className="min-w-0 flex-1">
        <h1 className="max-w-[20ch] font-title text-[2.5rem] leading-[1.08] sm:text-6xl">
          Machine learning for particle physics, measured blind
        </h1>
        <p className="mt-6 max-w-[62ch] text-lg leading-relaxed text-muted">
          Submit an ONNX model or its predictions to a challenge whose test truth only the scorer can read. It is checked, run in a sandbox
          and ranked, and every number on the board comes with a 68&nbsp;% interval.
        </p>
      </div>
      <div className="hidden w-96 shrink-0 lg:block">
        <EventFigure />
      </div>
    </section>
  );
}
