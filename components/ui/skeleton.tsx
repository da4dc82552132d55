/** As large as what will stand there, so that nothing jumps when it comes. */
export function Skeleton({ lines, about }: { lines: number; about: string }) {
  const widths = Array.from({ length: lines }, (_, line) => ({ line, width: `${[72, 88, 64, 80, 56][line % 5]}%` }))
  return (
    <div className="skeleton" role="status" aria-label={`${about} is on its way`}>
      {widths.map(({ line, width }) => (
        <span key={line} style={{ width }} />
      ))}
    </div>
  )
}
