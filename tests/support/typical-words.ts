/** Of everything that an entry may be made of, a little. */
export const TYPICAL_WORDS = `Search forgives your typos, and answers in a tenth of a second.

## Filters

They are [explained](/help/filters), see [elsewhere](https://acme.example/).

| plan | records |
|:--|--:|
| Free | 10,000 |

\`\`\`ts
const hits: Hit[] = await search("invoice") // finds it
\`\`\`

> It found mine.

- [x] done
- [ ] to do
`
