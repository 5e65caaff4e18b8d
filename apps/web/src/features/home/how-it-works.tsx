const steps = [
  {
    title: 'Checked before it leaves your machine',
    text: 'The page reads your ONNX graph in the browser and compares its inputs and output with what the challenge offers. Errors name the tensor, what it wants and what there is.',
  },
  {
    title: 'Run where it can do no harm',
    text: 'Models run in a sandbox without network, without truth and within stated limits. You watch each step, and a failure says whose fault it is and how to mend it.',
  },
  {
    title: 'Ranked as far as the data allow',
    text: 'Bootstrap replicates are paired between submissions, so a rank comes with the range that the test sample leaves open. Ties share a band.',
  },
];

export function HowItWorks() {
  return (
    <section aria-labelledby="how" className="mt-24">
      <h2 id="how" className="font-title text-3xl">
        How a submission becomes a rank
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
