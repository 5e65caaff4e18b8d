/** What this is, in two sentences. */
export function Hero() {
  return (
    <section className="pt-14 sm:pt-24">
      <h1 className="max-w-[20ch] font-title text-[2.5rem] leading-[1.08] sm:text-6xl">
        Machine learning for particle physics, measured blind
      </h1>
      <p className="mt-6 max-w-[62ch] text-lg leading-relaxed text-muted">
        Submit an ONNX model or its predictions to a challenge whose test truth nobody but the scorer sees. It is checked, run in a sandbox
        and ranked, and every number on the board comes with its 68&nbsp;% interval.
      </p>
    </section>
  );
}
