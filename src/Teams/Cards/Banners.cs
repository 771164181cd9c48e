using System.Text;
using Microsoft.Extensions.Options;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.Notifications;
using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What Teams says in a banner of a card that nobody has asked for: who, and the first words. Plain text of at most
/// <see cref="Longest"/> UTF-16 units.</summary>
internal sealed class Banners(IOptions<TeamsOptions> options)
{
    public const int Longest = 120;

    /// <summary>A customer wrote.</summary>
    public string Message(Phrases phrases, Customer customer)
    {
        var said = options.Value.NoticeWords ? Line(customer.LastWords ?? "") : "";
        var name = phrases.Name(customer.Name);
        return said.Length == 0
            ? Line(phrases.Say("Notice_Message", name, phrases.Channel(customer.Key.Account.Channel)))
            : Line(phrases.Say("Labelled", name, said));
    }

    /// <summary>A colleague passed conversations on.</summary>
    public static string Passed(Phrases phrases, StaffMember from, int count) =>
        Line(phrases.Say("Notice_Passed", phrases.Name(from.Name), phrases.Count(count)));

    /// <summary>What has happened to a broadcast, or is asked of it.</summary>
    public static string Campaign(Phrases phrases, CampaignNews news)
    {
        var (notice, campaign, waiting, sender) = news;
        return Line(
            notice.Reason == CampaignNoticeReason.ApprovalAsked
                ? phrases.Say("CampaignNotice_ApprovalAsked", phrases.Name(sender), phrases.Count(campaign.Promised ?? 0))
                : phrases.Say(
                    $"CampaignNotice_{notice.Reason}",
                    campaign.Content.Template?.Name ?? "",
                    notice.Reason == CampaignNoticeReason.TemplateHeld ? phrases.TemplateStatus(notice.Detail) : notice.Detail,
                    phrases.Count(waiting)
                )
        );
    }

    /// <summary>Customers wait whom nobody has taken yet.</summary>
    public static string Waiting(Phrases phrases, WaitingCustomers waiting) =>
        waiting.Customers.Count == 0
            ? phrases["Pending_None"]
            : Line(
                phrases.Say("Labelled", phrases.Say("Waiting_Title", phrases.Count(waiting.Total)), WaitingCard.Names(phrases, waiting))
            );

    /// <summary>Customers can soon be answered freely no more.</summary>
    public static string Closing(Phrases phrases, ConversationList closing) =>
        Line(
            phrases.Say(
                "Labelled",
                phrases.Say("Closing_Title", phrases.Count(closing.Total)),
                phrases.Names(closing.Items.Take(WindowCard.Shown).Select(customer => customer.Name ?? ""))
            )
        );

    /// <summary>How a broadcast stands, with its first words: those are the staff's own.</summary>
    public static string Progress(Phrases phrases, Campaign campaign)
    {
        var stands = phrases.Say($"Progress_{campaign.State}", "").Trim();
        return campaign.Content.Messages.OfType<OutboundMessage.Text>().FirstOrDefault() is { } first
            ? Line(phrases.Say("Labelled", stands, phrases.Readable(first.Words)))
            : Line(stands);
    }

    /// <summary>A sentence in one line.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
            if (char.IsWhiteSpace(letter) || char.IsControl(letter))
                line.Append(' ');
            // Marks that turn the direction of everything behind them.
            else if (letter is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')))
                line.Append(letter);
        return ClippedText.Of(string.Join(' ', line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)), Longest);
    }
}
