using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A button that says all by its verb.</summary>
internal sealed record Nothing : IPayload<Nothing>
{
    public static readonly Nothing Carried = new();

    public static Nothing Read(CardData data) => Carried;

    public void Write(JsonObject data) { }
}

/// <summary>A page of a list; null: its beginning.</summary>
internal sealed record ListPage(int? Skip = null) : IPayload<ListPage>
{
    public int From => Skip ?? 0;

    public static ListPage Read(CardData data) => new(data.Skip());

    public void Write(JsonObject data) => data.Put(Field.Skip, Skip);
}

/// <summary>A customer, in a list that goes on from there.</summary>
internal sealed record CustomerTarget(CustomerKey? Customer, int? Skip = null) : IPayload<CustomerTarget>
{
    public int From => Skip ?? 0;

    /// <summary>An answer that was being written when the button was pressed; null where there was none.</summary>
    public string? Typed { get; private init; }

    public static CustomerTarget Read(CardData data) => new(data.Customer(), data.Skip()) { Typed = data.Reply() };

    public void Write(JsonObject data) => data.Put(Field.Customer, Customer).Put(Field.Skip, Skip);
}

/// <summary>Those taken by one press, known by its moment.</summary>
internal sealed record TakenAt(DateTimeOffset? At) : IPayload<TakenAt>
{
    public static TakenAt Read(CardData data) =>
        new(data.LongNumber(Field.At) is { } milliseconds and < Latest ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null);

    public void Write(JsonObject data) => data.Put(Field.At, At?.ToUnixTimeMilliseconds());

    // Anybody could have written it, and later than this there is no time.
    private const long Latest = 253_402_300_799_999;
}

/// <summary>Who is looked for, and a page of who was found.</summary>
internal sealed record FindForm(int? Skip = null) : IPayload<FindForm>
{
    public int From => Skip ?? 0;

    public string Words { get; init; } = "";

    public static FindForm Read(CardData data) => new(data.Skip()) { Words = data.Text(Field.Words) ?? "" };

    // What is looked for is a person's name, as a rule, and comes with the press.
    public void Write(JsonObject data) => data.Put(Field.Skip, Skip);
}

/// <summary>移轉: which conversations, and to whom.</summary>
internal sealed record PassForm(int? Skip = null, int? Part = null) : IPayload<PassForm>
{
    public int From => Skip ?? 0;

    /// <summary>Null where one of those chosen is none.</summary>
    public IReadOnlyList<CustomerKey>? Customers { get; private init; } = [];

    /// <summary>The same as they were chosen.</summary>
    public string? Chosen { get; private init; }

    public string? Colleague { get; private init; }

    public LookupState Looked => new(Part ?? 0, Colleague);

    public static PassForm Read(CardData data) =>
        new(data.Skip(), data.Part())
        {
            Customers = data.Customers(),
            Chosen = data.Text(Field.Customers),
            Colleague = data.Text(Field.Colleague),
        };

    public void Write(JsonObject data) => data.Put(Field.Skip, Skip).Put(Field.Part, Part);
}

/// <summary>Somebody of the store, and a page of what is theirs.</summary>
internal sealed record StaffTarget(string Staff, int? Skip = null) : IPayload<StaffTarget>
{
    public int From => Skip ?? 0;

    public static StaffTarget Read(CardData data) => new(data.Text(Field.Staff) ?? "", data.Skip());

    public void Write(JsonObject data) => data.Put(Field.Staff, Staff).Put(Field.Skip, Skip);
}

/// <summary>Those bound to one on a channel, and to whom they are passed.</summary>
internal sealed record BoundForm(ChannelId Channel, int? Skip = null, int? Part = null) : IPayload<BoundForm>
{
    public int From => Skip ?? 0;

    /// <summary>Null where one of those chosen is none.</summary>
    public IReadOnlyList<CustomerKey>? Customers { get; private init; } = [];

    /// <summary>The same as they were chosen.</summary>
    public string? Chosen { get; private init; }

    public string? Colleague { get; private init; }

    public LookupState Looked => new(Part ?? 0, Colleague);

    public static BoundForm Read(CardData data) =>
        new(new(data.Text(Field.Channel) ?? ""), data.Skip(), data.Part())
        {
            Customers = data.Customers(),
            Chosen = data.Text(Field.Customers),
            Colleague = data.Text(Field.Colleague),
        };

    public void Write(JsonObject data) => data.Put(Field.Channel, Channel.Value).Put(Field.Skip, Skip).Put(Field.Part, Part);
}
