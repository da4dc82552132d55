type Topic = { key: string; name: string; description: string; isChosen: boolean }

/** Without topics there is nothing to choose: everything is what everybody gets. */
export function TopicChoice({ topics, wrong }: { topics: readonly Topic[]; wrong?: string | undefined }) {
  if (topics.length === 0) return null
  return (
    <fieldset className="choices" aria-describedby={wrong === undefined ? undefined : "topics-wrong"}>
      <legend>What would you like to hear of?</legend>
      {topics.map(({ key, name, description, isChosen }) => (
        <label key={key}>
          <input type="checkbox" name="topics" value={key} defaultChecked={isChosen} />
          <span>
            {name}
            {description === "" ? null : <small>{description}</small>}
          </span>
        </label>
      ))}
      {wrong === undefined ? null : (
        <p className="wrong" id="topics-wrong">
          {wrong}
        </p>
      )}
    </fieldset>
  )
}
