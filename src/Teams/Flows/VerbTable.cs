using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Every verb with its handler, as the flows have registered them.</summary>
internal sealed class VerbTable
{
    private readonly Dictionary<string, VerbEntry> entries = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">A verb that cards have is done by no flow, or by two.</exception>
    public VerbTable(IEnumerable<IVerbSet> sets)
    {
        foreach (var entry in sets.SelectMany(set => set.Entries))
            if (!entries.TryAdd(entry.Verb.Name, entry))
                throw new InvalidOperationException($"Two flows do {entry.Verb}");
        if (Verbs.All.FirstOrDefault(verb => !entries.ContainsKey(verb.Name)) is { } missing)
            throw new InvalidOperationException($"No flow does {missing}");
    }

    /// <summary>Null for a verb that no card of ours has.</summary>
    public VerbEntry? Find(string verb) => entries.GetValueOrDefault(verb);
}
