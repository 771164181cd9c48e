using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A campaign, and as of which change the card shows it.</summary>
internal sealed record CampaignTarget(long Campaign, int? Version = null) : IPayload<CampaignTarget>
{
    public int Seen => Version ?? 0;

    public static CampaignTarget Of(Campaign campaign) => new(campaign.Id, campaign.Version);

    public static CampaignTarget Read(CardData data) => new(data.Campaign(), data.Text(Field.Version) is null ? null : data.Version());

    public void Write(JsonObject data) => data.Put(Field.Campaign, Campaign).Put(Field.Version, Version);
}

/// <summary>A draft, with what stands in the card's fields: the filters, or the five places.</summary>
/// <param name="Step">"form": it was only turned to.</param>
/// <param name="Filters">From the card of filters. Inputs that were cleared are left out by Teams, so that it has to be said.</param>
/// <param name="Slots">What stands in the five places; null where the card has none.</param>
internal sealed record DraftForm(CampaignTarget Draft, string? Step = null, bool Filters = false, string? Slots = null, int? Part = null)
    : IPayload<DraftForm>
{
    public const string Form = "form",
        Done = "done";

    /// <summary>How many messages the draft held when the card was drawn.</summary>
    public int? Held { get; init; }

    /// <summary>The fields of the card as they were typed.</summary>
    public CardData Typed { get; private init; } = new(new Dictionary<string, string>());

    /// <summary>The saved reply that was chosen.</summary>
    public long? Saved => Typed.LongNumber(Field.Reply);

    public static DraftForm Read(CardData data) =>
        new(CampaignTarget.Read(data), data.Text(Field.Step), data.Is(Field.Filters, FiltersSaid), data.Text(Field.Slots), data.Part())
        {
            Typed = data,
        };

    public void Write(JsonObject data)
    {
        Draft.Write(data);
        data.Put(Field.Step, Step).Put(Field.Filters, Filters ? FiltersSaid : null).Put(Field.Slots, Slots).Put(Field.Part, Part);
        data.Put(Field.Held, Held);
    }

    internal const string FiltersSaid = "yes";
}

/// <summary>A message of a draft goes up, down or out.</summary>
internal sealed record ArrangeForm(CampaignTarget Draft, string? Slots, int Slot, string? Act) : IPayload<ArrangeForm>
{
    public const string Up = "up",
        Down = "down",
        Out = "drop";

    /// <summary>How many messages the draft held when the card was drawn.</summary>
    public int? Held { get; init; }

    public CardData Typed { get; private init; } = new(new Dictionary<string, string>());

    public static ArrangeForm Read(CardData data) =>
        new(CampaignTarget.Read(data), data.Text(Field.Slots), data.Number(Field.Slot), data.Text(Field.Act)) { Typed = data };

    public void Write(JsonObject data)
    {
        Draft.Write(data);
        data.Put(Field.Slots, Slots).Put(Field.Slot, Slot).Put(Field.Act, Act).Put(Field.Held, Held);
    }
}

/// <summary>Customers picked one by one.</summary>
/// <param name="From">Where the page shown begins.</param>
/// <param name="Page">Whom the page shows.</param>
internal sealed record PickForm(CampaignTarget Draft, string? Step, int? Skip = null, int From = 0, string? Page = null)
    : IPayload<PickForm>
{
    public const string Open = "open",
        Turn = "page",
        Search = "search",
        All = "all",
        None = "none",
        Done = "done",
        Back = "back";

    // As many as a page shows, and found by typing.
    private const int MostShown = 12,
        MostNamed = 100;

    /// <summary>From the card of filters, which say among whom.</summary>
    public bool Filters { get; init; }

    public IReadOnlyList<CustomerKey> Shown { get; private init; } = [];

    public IReadOnlyList<CustomerKey> Picked { get; private init; } = [];

    public IReadOnlyList<CustomerKey> Named { get; private init; } = [];

    public string? Words { get; private init; }

    public CardData Typed { get; private init; } = new(new Dictionary<string, string>());

    public static PickForm Read(CardData data) =>
        new(CampaignTarget.Read(data), data.Text(Field.Step), data.Skip(), data.Number(Field.From), data.Text(Field.Shown))
        {
            Filters = data.Is(Field.Filters, DraftForm.FiltersSaid),
            Shown = data.Keys(Field.Shown, MostShown),
            Picked = data.Keys(Field.Picked, MostShown),
            Named = data.Keys(Field.Named, MostNamed),
            Words = data.Text(Field.Search)?.Trim() is { Length: > 0 and <= PickCard.LongestSearch } given ? given : null,
            Typed = data,
        };

    public void Write(JsonObject data)
    {
        Draft.Write(data);
        data.Put(Field.Step, Step).Put(Field.Filters, Filters ? DraftForm.FiltersSaid : null).Put(Field.Skip, Skip);
        if (Page is not null)
            data.Put(Field.From, From).Put(Field.Shown, Page);
    }
}

/// <summary>A draft to be sent, with the time that is filled in.</summary>
/// <param name="Now">Asked, its sender has said: now.</param>
internal sealed record ScheduleForm(CampaignTarget Draft, bool Now = false) : IPayload<ScheduleForm>
{
    private const string Said = "now";

    public string? Date { get; init; }

    public string? Time { get; init; }

    /// <summary>The time that the card was drawn with, which nobody had typed; null: none.</summary>
    public string? Proposed { get; init; }

    /// <summary>Why it is to be sent while the store's send window is shut, as a manager types it.</summary>
    public string? Reason { get; init; }

    public bool IsFilled => !string.IsNullOrWhiteSpace(Date) || !string.IsNullOrWhiteSpace(Time);

    /// <summary>By a person: what was proposed to them and is there still counts only where they press to schedule.</summary>
    public bool IsTyped => IsFilled && At(Date, Time) != Proposed && At(Date, Time) != $"{Proposed}:00";

    /// <summary>A proposal.</summary>
    public static ScheduleForm Propose(CampaignTarget draft, string date, string time) =>
        new(draft)
        {
            Date = date,
            Time = time,
            Proposed = At(date, time),
        };

    public static ScheduleForm Read(CardData data) =>
        new(CampaignTarget.Read(data), data.Is(Field.Act, Said))
        {
            Date = data.Text(Field.Date),
            Time = data.Text(Field.Time),
            Proposed = data.Text(Field.Proposed),
            Reason = data.Text(Field.Reason),
        };

    public void Write(JsonObject data)
    {
        Draft.Write(data);
        data.Put(Field.Act, Now ? Said : null).Put(Field.Date, Date).Put(Field.Time, Time).Put(Field.Proposed, Proposed);
    }

    private static string At(string? date, string? time) => $"{date} {time}";
}

/// <summary>One message of a draft, counted from 0.</summary>
internal sealed record MessageTarget(CampaignTarget Draft, int Message) : IPayload<MessageTarget>
{
    /// <summary>When it is to be sent, as it was filled in beside.</summary>
    public ScheduleForm? Typed { get; private init; }

    /// <summary>See <see cref="ScheduleForm.Proposed"/>.</summary>
    public string? Proposed { get; init; }

    public static MessageTarget Read(CardData data) =>
        new(CampaignTarget.Read(data), data.Number(Field.Slot))
        {
            Typed = ScheduleForm.Read(data) is { IsFilled: true } filled ? filled : null,
        };

    public void Write(JsonObject data)
    {
        Draft.Write(data);
        data.Put(Field.Slot, Message).Put(Field.Proposed, Proposed);
    }
}

/// <summary>A broadcast that awaits approval, and what is said to its sender.</summary>
internal sealed record ReviewForm(CampaignTarget Awaiting) : IPayload<ReviewForm>
{
    public string? Words { get; private init; }

    public static ReviewForm Read(CardData data) => new(CampaignTarget.Read(data)) { Words = data.Text(Field.Words) };

    public void Write(JsonObject data) => Awaiting.Write(data);
}

/// <summary>Who would not receive a broadcast for one reason, or who would.</summary>
internal sealed record LeftTarget(long Campaign, SkipReason? Reason = null, int? Skip = null, bool Receivers = false) : IPayload<LeftTarget>
{
    /// <summary>Stands where a reason would.</summary>
    public const string Will = "receive";

    public int From => Skip ?? 0;

    public static LeftTarget Read(CardData data) =>
        new(
            data.Campaign(),
            Enum.TryParse<SkipReason>(data.Text(Field.Reason), out var reason) && Enum.IsDefined(reason) ? reason : null,
            data.Skip(),
            data.Is(Field.Reason, Will)
        );

    public void Write(JsonObject data) =>
        data.Put(Field.Campaign, Campaign).Put(Field.Reason, Receivers ? Will : Reason?.ToString()).Put(Field.Skip, Skip);
}
