using System.Text.RegularExpressions;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.States;

namespace OmoBroadcast.Tests.House;

/// <summary>What the diagrams in docs/architecture.md draw is what the tables of states say, arrow by arrow.</summary>
public sealed partial class StateDiagrams
{
    private const string Nowhere = "[*]";

    [Fact]
    public void A_campaign() => Agrees("A campaign", CampaignStates.Table);

    [Fact]
    public void A_request() => Agrees("A request", RequestStates.Table);

    [Fact]
    public void A_delivery() => Agrees("The state of a delivery", DeliveryStates.Table);

    [Fact]
    public void A_conversation() => Agrees("A conversation", ConversationStates.Table);

    [Fact]
    public void Every_diagram_is_compared() =>
        Assert.Equal(4, Regex.Count(Repository.Read("docs/architecture.md"), "^stateDiagram", RegexOptions.Multiline));

    [Fact]
    public void Every_state_can_be_reached()
    {
        Reached(CampaignStates.Table);
        Reached(RequestStates.Table);
        Reached(DeliveryStates.Table);
        Reached(ConversationStates.Table);
    }

    [Fact]
    public void Every_change_has_somebody_who_makes_it() =>
        Assert.DoesNotContain(
            Actors.None,
            CampaignStates
                .Table.Transitions.Select(one => one.By)
                .Concat(RequestStates.Table.Transitions.Select(one => one.By))
                .Concat(ConversationStates.Table.Transitions.Select(one => one.By))
        );

    private static void Agrees<TState, TChange>(string heading, StateTable<TState, TChange> table)
        where TState : struct, Enum
        where TChange : struct, Enum
    {
        var told = table
            .Transitions.Select(one => $"{Named(one.From)} --> {Named(one.To)}")
            .Concat(table.Ends.Select(end => $"{Named<TState>(end)} --> {Nowhere}"));
        var drawn = Arrow()
            .Matches(Diagram(heading))
            .Select(arrow => $"{arrow.Groups["from"].Value} --> {arrow.Groups["to"].Value}".ToLowerInvariant())
            .ToList();
        Assert.Equal(drawn.Distinct(), drawn);
        Assert.Equal(string.Join('\n', told.Distinct().Order()), string.Join('\n', drawn.Order()));
    }

    private static void Reached<TState, TChange>(StateTable<TState, TChange> table)
        where TState : struct, Enum
        where TChange : struct, Enum =>
        Assert.Empty(Enum.GetValues<TState>().Except(table.Transitions.Select(one => one.To).OfType<TState>()));

    private static string Named<TState>(TState? state)
        where TState : struct, Enum => state?.ToString().ToLowerInvariant() ?? Nowhere;

    private static string Diagram(string heading) =>
        Repository
            .Read("docs/architecture.md")
            .ReplaceLineEndings("\n")
            .Split("\n### ")
            .Single(part => part.StartsWith(heading + "\n", StringComparison.Ordinal))
            .Split("```")
            .Single(part => part.StartsWith("mermaid\nstateDiagram", StringComparison.Ordinal));

    [GeneratedRegex(@"^ +(?<from>\S+) --> (?<to>[^\s:]+)", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
