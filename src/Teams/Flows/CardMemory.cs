using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Remembers which cards show words of which customers, and how each is drawn anew.</summary>
internal sealed partial class CardMemory(SaidCards cards, CardPlaces places, Roster roster, TimeProvider time, ILogger<CardMemory> log)
{
    /// <summary>Cards behind other buttons show no customer's words, before or after.</summary>
    private static readonly string[] Families =
    [
        "pending.",
        "mine.",
        "conversation.",
        "closed.",
        "team.",
        "media.",
        "broadcast.",
        "bound.",
        "person.",
        "help.",
        "command.",
    ];

    /// <summary>What a press left in place of the card that was pressed.</summary>
    /// <param name="verb">What was pressed.</param>
    public async Task KeepAsync(Visit visit, string verb, FlowResult shown, CancellationToken cancellationToken)
    {
        await places.LeaveAsync(visit, shown, cancellationToken);
        if (
            visit.CardId is { } card
            && shown is FlowResult.Card what
            && (what.Again is not null || Families.Any(family => verb.StartsWith(family, StringComparison.Ordinal)))
        )
            await KeepAsync(new(visit.Address.ServiceUrl, visit.Address.ConversationId, card), visit.Who.Id, what, cancellationToken);
    }

    /// <summary>A card that stands there from now on.</summary>
    public async Task KeepAsync(TeamsCard place, string staffId, FlowResult.Card shown, CancellationToken cancellationToken)
    {
        try
        {
            var customers = shown.Again is null
                ? []
                : Customers(shown.Content)
                    .Concat(shown.Again.Customer is { } whose ? [whose] : (CustomerKey[])[])
                    .Where(customer => roster.Accounts.Any(account => account.Key == customer.Account))
                    .ToHashSet();
            await cards.ShowsAsync(
                new(place, staffId, shown.Again?.Write() ?? "", Card.HoldsWork(shown.Content)),
                customers,
                time.GetUtcNow(),
                cancellationToken
            );
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // It is shown all the same: whoever asked must not be told that nothing was done.
            LogForgotten(trouble);
        }
    }

    // By their buttons and choices: whoever is shown can be pressed or chosen. A conversation that is only read has
    // neither, and is of whom it is drawn anew for.
    private static IEnumerable<CustomerKey> Customers(JsonNode? node) =>
        node switch
        {
            JsonArray many => many.SelectMany(Customers),
            JsonObject one => one.SelectMany(member =>
                member.Key is Field.Customer or Field.To or "value" && member.Value?.GetValueKind() == JsonValueKind.String
                    ? CardData.KeyOf((string)member.Value!) is { } customer
                        ? [customer]
                        : []
                    : Customers(member.Value)
            ),
            _ => [],
        };

    [LoggerMessage(LogLevel.Warning, "A card that shows a customer's words could not be remembered")]
    private partial void LogForgotten(Exception trouble);
}
