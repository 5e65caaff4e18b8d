/** The project's logo: a measurement and its interval. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 32 20"
      className={className}
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
    >
      <path d="M3 10h26M3 5v10M29 5v10" />
      <circle cx="16" cy="10" r="4.8" fill="currentColor" stroke="none" />
    </svg>
  );
}
