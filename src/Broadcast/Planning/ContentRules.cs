using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>What may be composed, before anybody is asked to confirm it.</summary>
public sealed class ContentRules(Roster roster, BroadcastOptions options, Capabilities capabilities)
{
    public BroadcastOptions Options => options;

    /// <summary>The channel whose templates are offered.</summary>
    public ChannelId TemplateChannel => roster.TemplateChannel;

    /// <summary>What is wrong with the messages, by the message (message1 …), or null. What one channel of several cannot carry is no
    /// fault: the preview says it.</summary>
    public WrongContent? Check(Content content, Surface surface)
    {
        var messages = content.Messages;
        if (messages.Count == 0)
            return new(Field(0), "content.empty", null);
        if (messages.Count > Content.MostMessages)
            return new(Field(0), "content.too_many", Content.MostMessages);
        for (var i = 0; i < messages.Count; i++)
            if (new Content([messages[i]]).Fault() is { } fault)
                return new(Field(i), WrongContent.CodeOf(fault), null);
        var channels = roster.Accounts.Select(account => account.Key.Channel).Distinct().ToList();
        var objections = channels.Select(channel => ObjectionTo(channel, content, surface)).OfType<Objection>().ToList();
        if (objections.Count < channels.Count || objections.Count == 0)
            return null;
        // The one that comes nearest to carrying it says what to change.
        var nearest = objections
            .OrderByDescending(objection => objection.Message)
            .ThenByDescending(objection => objection.Limit ?? 0)
            .First();
        return WrongContent.Of(nearest);
    }

    /// <summary>The same at the button. A template stands alone, and whoever began with one sends nothing else.</summary>
    public WrongContent? Check(Campaign campaign)
    {
        var whole = campaign.Content.Messages is [OutboundMessage.Template { Body.Length: > 0 }] && campaign.Content.Fault() is null;
        if (campaign.Audience.TemplateOn is not null || campaign.Content.Template is not null)
            return whole ? null : new(Field(0), "template.unfilled", null);
        return Check(campaign.Content, campaign.Surface);
    }

    /// <summary>Why the channel cannot carry it, or null.</summary>
    public Objection? ObjectionTo(ChannelId channel, Content content, Surface surface) =>
        capabilities.ObjectionTo(channel, roster[channel].Limits, content, surface);

    public static string Field(int message) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"message{message + 1}");
}

/// <summary>A field that cannot be taken, the code of the sentence that says so, and the limit in it.</summary>
public sealed record WrongContent(string Field, string Code, long? Limit)
{
    public static WrongContent Of(Objection objection) =>
        new(ContentRules.Field(objection.Message), CodeOf(objection.Kind), objection.Limit);

    public static string CodeOf(ContentFault fault) => fault == ContentFault.Empty ? "content.blank" : "content.unknown_variable";

    public static string CodeOf(ObjectionKind kind) =>
        kind switch
        {
            ObjectionKind.TextLength => "content.too_long",
            ObjectionKind.TextBytes => "content.too_many_bytes",
            ObjectionKind.MediaSize => "media.too_big",
            ObjectionKind.MediaType => "media.not_taken",
            ObjectionKind.Desktop => "media.desktop",
            _ => "media.sort",
        };
}
