using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>What may be composed, before anybody is asked to confirm it.</summary>
public sealed class ContentRules(Roster roster, BroadcastOptions options)
{
    public BroadcastOptions Options => options;

    /// <summary>What is wrong with the texts, by field (text1 …), or null.</summary>
    public WrongContent? Check(IReadOnlyList<string> texts)
    {
        if (texts.All(string.IsNullOrWhiteSpace)) return new("text1", "content.empty", null);
        if (texts.Count(text => !string.IsNullOrWhiteSpace(text)) > Content.MostMessages) return new("text1", "content.too_many", Content.MostMessages);
        var longest = roster.Accounts.Select(account => roster[account.Key.Channel].Limits.TextLength).DefaultIfEmpty(int.MaxValue).Min();
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i].Trim().Length > longest) return new($"text{i + 1}", "content.too_long", longest);
            if (new Content([new OutboundMessage.Text(texts[i])]).UnknownVariables().Count > 0) return new($"text{i + 1}", "content.unknown_variable", null);
        }

        return null;
    }
}

/// <summary>A field that cannot be taken, the code of the sentence that says so, and the limit in it.</summary>
public sealed record WrongContent(string Field, string Code, long? Limit);
