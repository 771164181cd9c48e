using System.Collections.Frozen;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Desks.Words;

/// <summary>What a platform's code means for staff, and what they can do. The code itself stays beside it: an administrator, or the
/// platform's support, will ask for it.</summary>
public static class Faults
{
    private static readonly FrozenDictionary<string, string> Ours = new Dictionary<string, string>
    {
        ["media_missing"] = "Fault_Media",
        ["no_public_url"] = "Fault_PublicUrl",
    }.ToFrozenDictionary();

    // What the ledger calls it where the platform gave no code.
    private static readonly FrozenDictionary<string, string> Codeless = new Dictionary<string, string>
    {
        ["unknown"] = "Result_Unknown",
        ["unavailable"] = "Fault_Unavailable",
    }.ToFrozenDictionary();

    /// <summary>Whether it is a platform's code, and no word of ours.</summary>
    public static bool IsPlatforms(string code) => !Codeless.ContainsKey(code);

    /// <summary>A sentence without a full stop, and the code; null for a code that has none of its own.</summary>
    /// <param name="channel">Whose code it is; null where it can be any channel's.</param>
    public static string? Fault(this Vocabulary words, string? code, ChannelId? channel = null) =>
        string.IsNullOrWhiteSpace(code) ? null
        : Advice(words, code, channel) is { } advice ? words.Say("Fault_Code", advice, code)
        // Refused by ourselves in the middle of several messages: the same reasons for which a customer is skipped.
        : Enum.TryParse<SkipReason>(code, out var reason) && Enum.IsDefined(reason) && !char.IsAsciiDigit(code[0]) ? words.Of(reason)
        : null;

    /// <summary>The same without what to do, for a list of many; the code tells those apart that mean the same.</summary>
    public static string? Meaning(this Vocabulary words, string code) =>
        Codeless.TryGetValue(code, out var key) ? words[key]
        : Advice(words, code, null) is { } advice ? advice.Split(':', '：')[0]
        : words.Fault(code);

    /// <summary>Why a delivery was not accepted, with the platform's code. Not escaped; empty where there is nothing to say beyond its
    /// state.</summary>
    /// <param name="longest">What is given of a platform's own words.</param>
    public static string Why(this Vocabulary words, Delivery delivery, int longest)
    {
        if (delivery.State is DeliveryState.Skipped or DeliveryState.Accepted)
            return "";
        if (words.Fault(delivery.Code, delivery.Customer.Account.Channel) is { } advice)
            return advice;
        var said = PlatformsOwn(delivery);
        if (said.Length > longest)
            said = ClippedText.Of(said, longest);
        // A code that we know no advice for: the platform's own words, and whom to show them to.
        return delivery.State == DeliveryState.Refused && said.Length > 0 ? words.Say("Fault_Other", said) : said;
    }

    /// <summary>The same in two: our sentence, and what the platform called it, to be shown to an administrator. Not escaped; either may be
    /// missing.</summary>
    /// <param name="longest">What is given of a platform's own words.</param>
    public static (string? Sentence, string? Code) Told(this Vocabulary words, Delivery delivery, int longest)
    {
        if (delivery is { State: DeliveryState.Skipped, Skip: { } skip })
            return (words.Of(skip), null);
        if (delivery.State is DeliveryState.Accepted or DeliveryState.Skipped)
            return (null, null);
        if (Advice(words, delivery.Code ?? "", delivery.Customer.Account.Channel) is { } advice)
            return (advice, words.Say("Fault_CodeAlone", delivery.Code));
        if (words.Fault(delivery.Code, delivery.Customer.Account.Channel) is { } ours)
            return (ours, null);
        var said = PlatformsOwn(delivery);
        return (
            words.Has($"Result_{delivery.State}") ? words[$"Result_{delivery.State}"] : null,
            said.Length == 0 ? null : ClippedText.Of(said, longest)
        );
    }

    private static string PlatformsOwn(Delivery delivery) =>
        string.Join(
                ' ',
                new[] { delivery.Code is { } code && IsPlatforms(code) ? code : null, delivery.Reason }.Where(part =>
                    !string.IsNullOrWhiteSpace(part)
                )
            )
            .ReplaceLineEndings(" ");

    private static string? Advice(Vocabulary words, string code, ChannelId? channel)
    {
        if (Ours.TryGetValue(code, out var key))
            return words[key];
        var channels = channel is { } one ? [ChannelCatalog.Of(one)] : ChannelCatalog.All;
        return channels.Select(traits => traits.Advice(code)).FirstOrDefault(advice => advice is not null) is { } found
            ? words.Of(found)
            : null;
    }
}
