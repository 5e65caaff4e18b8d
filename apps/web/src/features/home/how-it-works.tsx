const steps = [
  {
    title: 'Checked before it leaves your machine',
    text: 'The page reads your ONNX graph in the browser and compares its inputs and output with what the challenge offers. Errors name the tensor, what was expected and what was found.',
  },
  {
    title: 'Run in a sandbox',
    text: 'Models run without network access, without the test truth and within stated limits. You can follow each step, and a failure says what caused it and how to fix it.',
  },
  {
    title: 'Ranked as far as the data allow',
    text: 'Bootstrap replicates are paired between submissions, so each rank comes with the range of ranks that the test sample allows. Statistically indistinguishable entries share a band.',
  },
];

export function HowItWorks() {
  return (
    <section aria-labelledby="how" className="mt-24">
      <h2 id="how" className="font-title text-3xl">
        How a submission is ranked
      </h2>
      <ol className="mt-6 grid gap-x-10 gap-y-8 md:grid-cols-3">
        {steps.map(({ title, text }, index) => (
          <li key={title} className="border-t-[1.5px] border-ink pt-4">
            <span aria-hidden className="font-title text-2xl text-accent">
              {index + 1}
            </span>
            <h3 className="mt-1 font-semibold">{title}</h3>
            <p className="mt-2 text-sm leading-relaxed text-muted">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
