using System.Globalization;
using System.Runtime.CompilerServices;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Broadcasts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Exports;

/// <summary>The recipients of a broadcast: who, on which channel, how it ended and why.</summary>
public sealed class RecipientsExport(RecordDesk desk, Roster roster) : IExport
{
    public const string Name = "recipients";

    private const int LongestReason = 500;

    private static readonly string[] Columns = ["Name", "Channel", "Account", "Id", "State", "Reached", "Reason", "Code", "Sent", "At"];

    public string Kind => Name;

    public async Task<ExportTable?> OpenAsync(ExportReader reader, string arguments, CancellationToken cancellationToken)
    {
        if (!long.TryParse(arguments, NumberStyles.None, CultureInfo.InvariantCulture, out var campaign))
            return null;
        return await desk.OpenAsync(reader.Who, campaign, cancellationToken) switch
        {
            Answer<(Campaign Campaign, IAsyncEnumerable<Delivery> Deliveries)>.Ok { Value: var (found, deliveries) } => new(
                $"broadcast-{campaign.ToString(CultureInfo.InvariantCulture)}",
                [.. Columns.Select(column => reader.Words[$"Export_{column}"])],
                RowsAsync(reader.Words, found, deliveries, cancellationToken)
            ),
            Answer<(Campaign, IAsyncEnumerable<Delivery>)>.Away => throw new DatabaseAwayException("The database is away."),
            _ => null,
        };
    }

    private async IAsyncEnumerable<IReadOnlyList<Cell>> RowsAsync(
        Vocabulary words,
        Campaign campaign,
        IAsyncEnumerable<Delivery> deliveries,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var messages = campaign.Content.Messages.Count;
        await foreach (var delivery in deliveries.WithCancellation(cancellationToken))
        {
            var account = delivery.Customer.Account;
            var went = delivery.State == DeliveryState.Accepted ? messages : delivery.Went;
            yield return
            [
                delivery.Name,
                words.Channel(account.Channel),
                roster.Account(account).Name,
                delivery.Customer.UserId,
                words.Of(delivery.State),
                delivery is { State: DeliveryState.Accepted, Reached: { } reached } ? words[$"Progress_{reached}"] : "",
                delivery.Skip is { } skip ? words.Of(skip) : words.Why(delivery, LongestReason),
                delivery.Code,
                went,
                Cell.Of(delivery.SettledAt),
            ];
        }
    }
}
