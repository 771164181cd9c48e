using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Tests.Adapters.Pigeon;

/// <summary>A chat platform that is made up. Its folder is all there is of it, but for one line in the roster of the tests.</summary>
internal static class PigeonTraits
{
    /// <summary>Three letters that the platform wants beside every message.</summary>
    public const string Ring = "Ring";

    public static readonly ChannelId Id = new("pigeon");

    public static readonly ChannelTraits Value = new(Id, new("Pigeon Post", "飛鴿傳書"))
    {
        Carries = new Dictionary<MessageSort, Surfaces> { [MessageSort.Text] = Surfaces.Both, [MessageSort.Image] = Surfaces.Phone },
        OpensWindow = static body => body is InboundBody.Reaction { Emoji: not null },
        Handle = new(
            static handle => handle.Trim() is { Length: 6 } number && number.All(char.IsAsciiDigit) ? number : null,
            "no loft number of six digits",
            static (handle, words) => new Uri($"https://pigeon.example/{handle}?say={Uri.EscapeDataString(words)}")
        ),
        ReadCustomerId = static id => id.ToLowerInvariant(),
        Advice = Advice,
        Settings = [new(Ring, static ring => ring is { Length: 3 } ? null : "is not three letters")],
        HasDeeperPaths = true,
    };

    private static LocalizedText? Advice(string code) =>
        code switch
        {
            "E42" => new("The letter is too heavy for a pigeon: shorten it", "信件太重，鴿子飛不動：請縮短內容"),
            _ => null,
        };
}
