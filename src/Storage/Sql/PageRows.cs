using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>A launch page as rows, with what must hold between its two halves: each recipient of a request is a delivery that points to
/// it.</summary>
internal sealed class PageRows
{
    public PageRows(LaunchPage page, IReadOnlyDictionary<AccountKey, int> numbers)
    {
        var waiting = new Dictionary<Guid, int>(page.Requests.Count);
        var requests = new List<RequestRow>(page.Requests.Count);
        foreach (var request in page.Requests)
        {
            waiting[request.Id] = request.Recipients.Count;
            requests.Add(Row(request, numbers[request.Account]));
        }
        var deliveries = new List<DeliveryRow>(page.Deliveries.Count);
        foreach (var delivery in page.Deliveries)
        {
            if (delivery.Request is { } id)
            {
                if (delivery.Skip is not null)
                    throw new ArgumentException($"Delivery to '{delivery.UserId}' has both a request and a reason to be skipped.");
                if (!waiting.TryGetValue(id, out var left))
                    throw new ArgumentException($"Delivery to '{delivery.UserId}' has a request that is not in the page.");
                waiting[id] = left - 1;
            }
            else if (delivery.Skip is null)
            {
                throw new ArgumentException($"Delivery to '{delivery.UserId}' has neither a request nor a reason to be skipped.");
            }
            deliveries.Add(
                new(
                    numbers[delivery.Account],
                    StoredText.Clean(delivery.UserId, StoredText.LongestId),
                    StoredText.CleanOrNull(delivery.Name, StoredText.LongestWords),
                    delivery.Request,
                    delivery.Skip
                )
            );
        }
        foreach (var (id, left) in waiting)
            if (left != 0)
                throw new ArgumentException($"Request {id} has not the recipients that the page's deliveries say.");
        Requests = requests;
        Deliveries = deliveries;
    }

    private PageRows(IReadOnlyList<RequestRow> requests, IReadOnlyList<DeliveryRow> deliveries)
    {
        Requests = requests;
        Deliveries = deliveries;
    }

    public IReadOnlyList<RequestRow> Requests { get; }

    public IReadOnlyList<DeliveryRow> Deliveries { get; }

    /// <summary>The earliest expiry; far in the future when nothing can expire.</summary>
    public long FirstExpiry =>
        Requests.Count == 0 ? DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() : Requests.Min(request => request.ExpiresAt);

    /// <summary>How its deliveries count.</summary>
    public IEnumerable<TallyLine> Lines(long campaign) =>
        Deliveries
            .CountBy(delivery => (delivery.Account, delivery.Skip))
            .Select(same =>
                TallyBook.Line(
                    campaign,
                    same.Key.Account,
                    same.Key.Skip is null ? RequestState.Queued : RequestState.Skipped,
                    same.Key.Skip?.ToString(),
                    same.Value
                )
            );

    public static RequestRow Row(NewRequest request, int account, string? staff = null)
    {
        var recipients = request.Recipients;
        foreach (var id in recipients)
        {
            if (id.Length is 0 or > StoredText.LongestId || id.AsSpan().IndexOfAny('\n', '\0') >= 0)
                throw new ArgumentException($"'{id}' cannot be a recipient's id.");
        }
        return new(
            request.Id,
            account,
            request.Kind,
            request.Class,
            recipients.Count,
            Join(recipients),
            request.Content is null ? null : LedgerJson.Write(request.Content),
            request.RetrySafe,
            request.ExpiresAt.ToUnixTimeMilliseconds(),
            staff
        );
    }

    public static string Join(IReadOnlyList<string> recipients) =>
        recipients.Count switch
        {
            0 => throw new ArgumentException("A request needs a recipient."),
            1 => recipients[0],
            _ => string.Join('\n', recipients),
        };

    /// <summary>The page without customers who are there already and without repetitions; requests keep only whom they still
    /// carry.</summary>
    public PageRows Without(IReadOnlySet<(int Account, string UserId)> there)
    {
        var carrier = new Dictionary<(int, string), Guid?>();
        var deliveries = new List<DeliveryRow>();
        foreach (var delivery in Deliveries)
        {
            var key = (delivery.Account, delivery.UserId);
            if (!there.Contains(key) && carrier.TryAdd(key, delivery.Request))
                deliveries.Add(delivery);
        }
        var requests = new List<RequestRow>();
        foreach (var request in Requests)
        {
            string[] kept =
            [
                .. request
                    .Recipients.Split('\n')
                    .Distinct()
                    .Where(user => carrier.GetValueOrDefault((request.Account, user)) == request.Id),
            ];
            if (kept.Length > 0)
                requests.Add(request with { Size = kept.Length, Recipients = Join(kept) });
        }
        return new(requests, deliveries);
    }
}
