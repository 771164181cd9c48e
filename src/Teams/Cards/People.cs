using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>How people are called in cards.</summary>
internal static class People
{
    private const int LongestName = 30, MostColleagues = 40;

    /// <summary>Not escaped.</summary>
    public static string Name(this Phrases phrases, string? name) =>
        string.IsNullOrWhiteSpace(name) ? phrases["Customer_Nameless"] : Markdown.Clip(name.ReplaceLineEndings(" ").Trim(), LongestName);

    public static string Name(this Phrases phrases, Customer customer) => phrases.Name(customer.Name);

    public static string Channel(this Phrases phrases, ChannelId channel) =>
        phrases.Has($"Channel_{channel}") ? phrases[$"Channel_{channel}"] : channel.Value;

    /// <summary>Several names in one line, not escaped.</summary>
    public static string Names(this Phrases phrases, IEnumerable<string> names) => string.Join(phrases["List_Comma"], names.Select(name => phrases.Name(name)));

    /// <summary>An input to choose a colleague.</summary>
    public static JsonObject Colleague(Phrases phrases, IEnumerable<StaffMember> colleagues) => Card.Choice(
        "colleague", phrases["Label_Colleague"], "",
        [("", phrases["Choice_NoColleague"]), .. colleagues.Take(MostColleagues).Select(colleague => (colleague.Id, Markdown.Clip(colleague.Name, LongestName)))]);
}
