using System.Text.Json.Serialization;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Activities;

/// <summary>
/// What we use of an activity. All ids are opaque strings; what is missing or of an unexpected kind is null. Serialised as it is into the
/// inbox.
/// </summary>
public sealed record Activity
{
    public required string Type { get; init; }

    public string? Id { get; init; }

    public string? ServiceUrl { get; init; }

    public string? ChannelId { get; init; }

    /// <summary>29:… , unique to this bot and person.</summary>
    public string? FromId { get; init; }

    /// <summary>The person's Entra object id.</summary>
    public string? PersonId { get; init; }

    /// <summary>28:… , ourselves.</summary>
    public string? BotId { get; init; }

    public string? ConversationId { get; init; }

    /// <summary>A chat with one person. Groups and channels have other listeners: nothing of a customer is shown there.</summary>
    public bool IsPersonal { get; init; }

    public string? TenantId { get; init; }

    public string? Locale { get; init; }

    /// <summary>IANA name of the person's time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The words, without the mention of ourselves.</summary>
    public string? Text { get; init; }

    /// <summary>Files that came with the message; empty without.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Whether the person's client is one for phones; a client that does not say is taken for a desktop's.</summary>
    public bool OnPhone { get; init; }

    /// <summary>The message of ours that a card action belongs to.</summary>
    public string? ReplyToId { get; init; }

    /// <summary>We have just been added to the conversation.</summary>
    public bool AddsUs { get; init; }

    /// <summary>We have just been removed from the conversation.</summary>
    public bool RemovesUs { get; init; }

    /// <summary>Present on <c>adaptiveCard/action</c>, and on a message that a card's Action.Submit made.</summary>
    public CardAction? Action { get; init; }

    /// <summary>Present on <c>application/search</c>.</summary>
    public Search? Search { get; init; }

    /// <summary>The name of an invoke.</summary>
    public string? Name { get; init; }

    [JsonIgnore]
    public ConversationAddress? Address => ServiceUrl is null || ConversationId is null ? null : new(ServiceUrl, ConversationId);
}

/// <summary>A picture in a message, or a file beside it.</summary>
/// <param name="Url">Where it is to be had; anybody could have written it.</param>
/// <param name="NeedsToken">It lies with the channel, which wants to see our token; else the address is all that is needed.</param>
public sealed record Attachment(string Url, string? Name, bool NeedsToken);

/// <summary>A button pressed: its verb, and the card's data with the inputs merged into it, all as strings.</summary>
public sealed record CardAction(string Verb, IReadOnlyDictionary<string, string> Data)
{
    internal CardData Fields => new(Data);
}

/// <summary>What somebody types into a field that finds its choices; anybody could have written it.</summary>
/// <param name="Dataset">As the card names what is searched.</param>
/// <param name="Text">As far as it is typed; may be empty.</param>
/// <param name="Top">How many choices are wanted; 0 when it is not said.</param>
public sealed record Search(string Dataset, string Text, int Top);

/// <summary>Where to say something.</summary>
public sealed record ConversationAddress(string ServiceUrl, string ConversationId);
