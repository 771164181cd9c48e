using System.Text.RegularExpressions;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Line;

/// <summary>What the house has to know of LINE.</summary>
/// <seealso href="https://developers.line.biz/en/docs/messaging-api/using-line-url-scheme/"/>
internal static partial class LineTraits
{
    public static readonly ChannelId Id = new("line");

    public static readonly ChannelTraits Value = new(Id, new("LINE"))
    {
        Mark = "\U0001F7E2",
        Carries = new Dictionary<MessageSort, Surfaces>
        {
            [MessageSort.Text] = Surfaces.Both,
            [MessageSort.Image] = Surfaces.Both,
            [MessageSort.Video] = Surfaces.Both,
        },
        Bindable = true,
        Handle = new(ReadHandle, "no LINE id such as @shop", static (handle, words) =>
            new Uri($"https://line.me/R/oaMessage/{Uri.EscapeDataString(handle)}/?{Uri.EscapeDataString(words)}")
        ),
        Advice = new AdviceTable().Find,
    };

    /// <summary>A LINE id with its @.</summary>
    private static string? ReadHandle(string handle)
    {
        var id = Uri.UnescapeDataString(handle.Trim()).Replace('＠', '@');
        if (Page().Match(id) is { Success: true } page)
            id = page.Groups[1].Value;
        id = "@" + id.TrimStart('@').ToLowerInvariant();
        return OfficialId().IsMatch(id) ? id : null;
    }

    [GeneratedRegex(@"^@[a-z0-9][a-z0-9._\-]{1,29}$", RegexOptions.CultureInvariant)]
    private static partial Regex OfficialId();

    // As LINE's own page and app hand it out.
    [GeneratedRegex(
        @"^https://(?:page\.line\.me/|line\.me/(?:R/)?ti/p/)(@?[^/?#]+)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Page();
}
