using System.Globalization;
using System.Resources;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Broadcast;

/// <summary>How the sending behaves. Section <c>Omo</c>.</summary>
public sealed class BroadcastOptions
{
    private static readonly ResourceManager Words = new("OmoBroadcast.Broadcast.Resources.Words", typeof(BroadcastOptions).Assembly);

    /// <summary>Calls under way at once from one account and kind of request.</summary>
    public int MaxInFlight { get; set; } = 256;

    /// <summary>A campaign not sent this long after it was due is sent no more. Hours.</summary>
    public int ExpiryHours { get; set; } = 24;

    /// <summary>How far ahead a campaign may be scheduled. Days.</summary>
    public int ScheduleDays { get; set; } = 180;

    /// <summary>A broadcast that more customers than this would receive needs a manager's approval; null: none does.</summary>
    public int? ApproveAbove { get; set; }

    /// <summary>How long it is kept what staff did. Days.</summary>
    public int AuditDays { get; set; } = 400;

    /// <summary>A CSV file of what WhatsApp takes, by market, category and since when; empty: nothing is said of money there.</summary>
    public string RatesFile { get; set; } = "";

    /// <summary>What stands for <c>{{customer_name}}</c> where the platform told no name; empty: the word of the campaign's
    /// language.</summary>
    public string CustomerNameFallback { get; set; } = "";

    /// <summary>What a phone may send, a desktop may too: lifts the desktop's ✕ of the capability matrix, which no platform asks
    /// for.</summary>
    public bool SameOnDesktop { get; set; }

    /// <summary>Where the service is reached from outside, https; empty while it is only tried out.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Whether a customer who is bound already may pass to another member of staff by sending that one's code.</summary>
    public BindingMode Binding { get; set; } = BindingMode.Fixed;

    /// <summary>web (webhooks and Teams), worker (sending) or all.</summary>
    public string Role { get; set; } = "all";

    /// <summary>Whether this node answers the webhooks and Teams.</summary>
    public bool IsWeb => Is(ServiceRole.All) || Is(ServiceRole.Web);

    /// <summary>Whether this node launches, sends, and does what is not tied to a call.</summary>
    public bool Sends => Is(ServiceRole.All) || Is(ServiceRole.Worker);

    /// <summary>Our own address of a kept file; null without a public address.</summary>
    public Uri? MediaUrl(string mediaId) => PublicUrl.Length == 0 ? null : new Uri($"{PublicUrl.TrimEnd('/')}/media/{mediaId}");

    /// <summary>Our own address of what a customer sent, by its short-lived code; null without a public address.</summary>
    public Uri? ReceivedUrl(string code) => PublicUrl.Length == 0 ? null : new Uri($"{PublicUrl.TrimEnd('/')}/received/{code}");

    /// <summary>What stands for a customer whose name nobody knows.</summary>
    public string NameFallback(string locale) =>
        VisibleText.Shows(CustomerNameFallback) ? CustomerNameFallback : Word("CustomerName", locale);

    /// <summary>What stands for each of the names that may be filled in and are not known.</summary>
    public NameFallbacks Fallbacks(string locale) => new(NameFallback(locale), Word("StaffName", locale), Word("StoreName", locale));

    private bool Is(ServiceRole role) => string.Equals(Role, role.ToString(), StringComparison.OrdinalIgnoreCase);

    private static string Word(string key, string locale) =>
        Words.GetString(key, Culture(locale)) ?? throw new MissingManifestResourceException(key);

    private static CultureInfo Culture(string locale) =>
        CultureInfo.GetCultureInfo(locale.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "zh-Hant");
}
