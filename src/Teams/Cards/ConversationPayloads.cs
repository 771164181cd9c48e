using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Teams.Cards;

/// <summary>An answer to a customer, with the id that makes it one however often it is pressed.</summary>
internal sealed record ReplyForm(CustomerKey? Customer, Guid? Action) : IPayload<ReplyForm>
{
    public string Words { get; private init; } = "";

    /// <summary>The saved reply that was chosen.</summary>
    public long? Saved { get; private init; }

    public static ReplyForm Read(CardData data) =>
        new(data.Customer(), data.Guid(Field.Action)) { Words = data.Text(Field.Text) ?? "", Saved = data.LongNumber(Field.Reply) };

    public void Write(JsonObject data) => data.Put(Field.Customer, Customer).Put(Field.Action, Action);
}

/// <summary>What is kept of a customer, as it stands in the card's fields.</summary>
internal sealed record CustomerForm(CustomerKey? Customer, Guid? Action = null, int? Part = null) : IPayload<CustomerForm>
{
    public string? Note { get; private init; }

    public string? Tags { get; private init; }

    public string? Colleague { get; private init; }

    /// <summary>An answer that was being written when this was opened.</summary>
    public string? Reply { get; private init; }

    /// <summary>To be shown again.</summary>
    public CustomerCard.Typed Typed => new(Note, Tags, new(Part ?? 0, Colleague)) { Reply = Reply };

    public static CustomerForm Read(CardData data) =>
        new(data.Customer(), data.Guid(Field.Action), data.Part())
        {
            Reply = data.Reply(),
            Note = data.Text(Field.Note),
            Tags = data.Text(Field.Tags),
            Colleague = data.Text(Field.Colleague),
        };

    public void Write(JsonObject data) => data.Put(Field.Customer, Customer).Put(Field.Action, Action).Put(Field.Part, Part);
}

/// <summary>A page of what was said in a conversation.</summary>
/// <param name="From">Where it begins; null: at the end.</param>
internal sealed record HistoryForm(CustomerKey? Customer, LinePlace? From = null, bool Later = false) : IPayload<HistoryForm>
{
    private const int LongestPlace = 50;

    public string Words { get; private init; } = "";

    public static HistoryForm Read(CardData data) =>
        new(data.Customer(), LinePlace.Parse(data.Short(Field.From, LongestPlace)), data.Is(Field.Later, "true"))
        {
            Words = data.Text(Field.Words) ?? "",
        };

    // What is looked for comes with the press.
    public void Write(JsonObject data) =>
        data.Put(Field.Customer, Customer).Put(Field.From, From?.ToString()).Put(Field.Later, Later ? "true" : null);
}

/// <summary>No more broadcasts to a customer, or again.</summary>
/// <param name="Sure">It has been asked whether it is meant.</param>
internal sealed record SuppressionForm(CustomerKey? Customer, Guid? Action = null, bool Sure = false) : IPayload<SuppressionForm>
{
    /// <summary>What was being written on the card that was pressed.</summary>
    public CustomerCard.Typed Typed { get; private init; }

    public static SuppressionForm Read(CardData data) =>
        new(data.Customer(), data.Guid(Field.Action), data.Is(Field.Sure, "true")) { Typed = CustomerForm.Read(data).Typed };

    public void Write(JsonObject data)
    {
        data.Put(Field.Customer, Customer).Put(Field.Action, Action);
        if (Sure)
            data[Field.Sure] = true;
    }
}

/// <summary>A conversation of the store, and to whom it is passed.</summary>
internal sealed record TeamForm(CustomerKey? Customer, int? Part = null) : IPayload<TeamForm>
{
    public string? Colleague { get; private init; }

    public LookupState Looked => new(Part ?? 0, Colleague);

    public static TeamForm Read(CardData data) => new(data.Customer(), data.Part()) { Colleague = data.Text(Field.Colleague) };

    public void Write(JsonObject data) => data.Put(Field.Customer, Customer).Put(Field.Part, Part);
}

/// <summary>What was attached, and what is done with it.</summary>
internal sealed record AttachmentForm(string Media, Guid? Action) : IPayload<AttachmentForm>
{
    /// <summary>Whose conversation was opened last.</summary>
    public CustomerKey? To { get; init; }

    /// <summary>The same where several are called alike and each has a button; cards have it before the rest.</summary>
    public CustomerKey? OneOf { get; init; }

    /// <summary>The draft it may join.</summary>
    public long? Campaign { get; init; }

    /// <summary>Whom was chosen.</summary>
    public CustomerKey? Customer { get; private init; }

    public string Words { get; private init; } = "";

    public static AttachmentForm Read(CardData data) =>
        new(data.Text(Field.Media) ?? "", data.Guid(Field.Action))
        {
            To = data.Customer(Field.To),
            Campaign = data.Campaign(),
            Customer = data.Customer(),
            Words = (data.Text(Field.Text) ?? "").Trim(),
        };

    public void Write(JsonObject data)
    {
        if (OneOf is not null)
            data.Put(Field.To, OneOf).Put(Field.Action, Action).Put(Field.Media, Media);
        else
            data.Put(Field.Media, Media).Put(Field.Action, Action).Put(Field.To, To).Put(Field.Campaign, Campaign);
    }
}

/// <summary>What was attached or written, as it was asked what for.</summary>
internal sealed record AskedForm(string Media, Guid? Action, string Words) : IPayload<AskedForm>
{
    /// <summary>Whose conversation was opened last.</summary>
    public CustomerKey? To { get; init; }

    public static AskedForm Read(CardData data) =>
        new(data.Text(Field.Media) ?? "", data.Guid(Field.Action), data.Text(Field.Text) ?? "") { To = data.Customer(Field.To) };

    public void Write(JsonObject data) => data.Put(Field.Media, Media).Put(Field.Action, Action).Put(Field.Text, Words).Put(Field.To, To);
}

/// <summary>The same where it was for somebody by a name that several have.</summary>
internal sealed record WhichForm(string Name, AskedForm Asked) : IPayload<WhichForm>
{
    public static WhichForm Read(CardData data) => new(data.Text(Field.Name) ?? "", AskedForm.Read(data));

    public void Write(JsonObject data)
    {
        Asked.Write(data);
        data.Put(Field.Name, Name);
    }
}
