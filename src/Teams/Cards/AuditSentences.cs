using System.Text.RegularExpressions;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>The lines of the log as one colleague would tell another: who did what to whom. No ids, and of telephone numbers only the
/// end.</summary>
/// <param name="longest">Of a name.</param>
internal sealed partial class AuditSentences(Phrases phrases, AuditPage page, int longest)
{
    private const int MostNames = 3,
        ShownDigits = 3,
        MostWords = 24;

    /// <summary>Escaped.</summary>
    public string Of(AuditLine line)
    {
        var target = AuditTarget.Read(line.Target);
        var who = Person(page.Who(line.StaffId)?.Name ?? line.Name, "Audit_Somebody");
        return phrases.Say(
            phrases.Has($"Did_{line.Act}") ? $"Did_{line.Act}" : "Did_Other",
            $"**{who}**",
            Customers(target.Customers),
            Person(target.To is { } to ? page.Who(to)?.Name : null, "Audit_Colleague"),
            Broadcast(target.Campaign, line.StaffId),
            Saved(target.Saved),
            Math.Max(1, target.Customers.Count)
        );
    }

    /// <summary>Where the person works; null: nowhere in particular.</summary>
    public string? Store(AuditLine line) =>
        page.Who(line.StaffId) is { Store.Length: > 0 } who ? Markdown.Escape(Markdown.Clip(who.StoreName, longest)) : null;

    private string Person(string? name, string unknown) =>
        string.IsNullOrEmpty(name) ? phrases[unknown] : Markdown.Escape(Markdown.Clip(phrases.Name(name), longest));

    private string Customers(IReadOnlyList<CustomerKey> customers)
    {
        if (customers.Count == 0)
            return phrases["Audit_Customer"];
        var names = customers.Take(MostNames).Select(Customer).ToList();
        return customers.Count > MostNames
            ? phrases.Say("Audit_Customers", string.Join(phrases["List_Comma"], names), phrases.Count(customers.Count - MostNames))
            : phrases.List(names);
    }

    private string Customer(CustomerKey key) =>
        VisibleText.OrNull(page.Customers.GetValueOrDefault(key)?.Name) is { } name
            ? Markdown.Escape(Markdown.Clip(phrases.Name(Hidden(name)), longest))
        : key.UserId.All(char.IsAsciiDigit) && ChannelCatalog.Of(key.Account.Channel).KnownByNumber
            ? phrases.Say("Audit_Numbered", phrases.Channel(key.Account.Channel), End(key.UserId))
        : phrases.Say("Audit_Nameless", phrases.Channel(key.Account.Channel));

    private static string End(string number) => $"…{number[^Math.Min(ShownDigits, number.Length)..]}";

    private string Broadcast(long? id, string by)
    {
        if (id is not { } number || page.Broadcasts.GetValueOrDefault(number) is not { } campaign)
            return phrases["Audit_Broadcast"];
        var made = Moments.Show(campaign.CreatedAt);
        var told = string.Equals(campaign.Sender, by, StringComparison.OrdinalIgnoreCase)
            ? phrases.Say("Audit_BroadcastOwn", made)
            : phrases.Say("Audit_BroadcastOf", Person(page.Who(campaign.Sender)?.Name, "Audit_Somebody"), made);
        return First(campaign) is { } words ? phrases.Say("Audit_BroadcastWords", told, words) : told;
    }

    // A draft is its sender's alone, also one that was given up; what was sent, or is to be, is the shop's word.
    private string? First(Campaign campaign) =>
        campaign.State == CampaignState.Draft
        || campaign is { State: CampaignState.Cancelled, Promised: null }
        || (campaign.Content.Messages.OfType<OutboundMessage.Text>().FirstOrDefault()?.Words ?? campaign.Content.Template?.Body)
            is not { } words
            ? null
            : Markdown.Escape(Markdown.Clip(Hidden(phrases.Readable(words).ReplaceLineEndings(" ").Trim()), Math.Min(longest, MostWords)));

    private static string Hidden(string text) => Number().Replace(text, found => End(found.Value));

    private string Saved(long? id) =>
        id is { } number && page.Saved.GetValueOrDefault(number) is { } name
            ? phrases.Say("Audit_SavedNamed", Markdown.Escape(Markdown.Clip(phrases.Name(name), longest)))
            : phrases["Audit_Saved"];

    // As people write telephone numbers, into names too.
    [GeneratedRegex(@"\+?\d(?:[ \-().]?\d){6,}")]
    private static partial Regex Number();
}
