import Link from "next/link"

type Props = { label: string; tabs: readonly { href: string; name: string }[]; here: string }

/** The pages that are about one thing, above what they show. */
export function Tabs({ label, tabs, here }: Props) {
  return (
    <nav className="tabs" aria-label={label}>
      <ul>
        {tabs.map(({ href, name }) => (
          <li key={href}>
            <Link href={href} prefetch={false} aria-current={href === here ? "page" : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
