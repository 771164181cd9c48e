using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Some of a broadcast's recipients.</summary>
internal sealed record RecipientsForm(long Campaign) : IPayload<RecipientsForm>
{
    private const int LongestReason = 100;

    public string? State { get; init; }

    /// <summary>A reason to be skipped, or a platform's code.</summary>
    public string? Reason { get; init; }

    public string? Name { get; init; }

    public int? Skip { get; init; }

    public int From => Skip ?? 0;

    // One choice among states and how far accepted ones came; one among reasons to be skipped and platforms' codes.
    public DeliveryFilter Filter
    {
        get
        {
            SkipReason? skip =
                Enum.TryParse<SkipReason>(Reason, out var named) && Enum.IsDefined(named) && !char.IsAsciiDigit(Reason![0]) ? named : null;
            return new()
            {
                State = Enum.TryParse<DeliveryState>(State, out var state) && Enum.IsDefined(state) ? state : null,
                Reached = State switch
                {
                    nameof(ReceiptKind.Delivered) => ReceiptKind.Delivered,
                    nameof(ReceiptKind.Read) => ReceiptKind.Read,
                    _ => null,
                },
                Skip = skip,
                Code = skip is null ? Reason : null,
                Name = Name?.Trim() is { Length: > 0 and <= RecipientsCard.LongestName } name ? name : null,
            };
        }
    }

    public static RecipientsForm Read(CardData data) =>
        new(data.Campaign())
        {
            State = data.Text(Field.State),
            Reason = data.Short(Field.Reason, LongestReason),
            Name = data.Text(Field.Name),
            Skip = data.Skip(),
        };

    public void Write(JsonObject data) =>
        data.Put(Field.Campaign, Campaign).Put(Field.State, State).Put(Field.Reason, Reason).Put(Field.Name, Name).Put(Field.Skip, Skip);
}

/// <summary>A broadcast once more.</summary>
/// <param name="Doubtful">Also to those who may have received it.</param>
internal sealed record RetryTarget(long Campaign, bool Doubtful = false) : IPayload<RetryTarget>
{
    private const string Said = "yes";

    public static RetryTarget Read(CardData data) => new(data.Campaign(), data.Is(Field.Doubtful, Said));

    public void Write(JsonObject data) => data.Put(Field.Campaign, Campaign).Put(Field.Doubtful, Doubtful ? Said : null);
}
