using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Domain.Campaigns;

/// <summary>Content that differs by person, with what fills it in.</summary>
/// <param name="seller">The name of whoever's customer somebody is; null where that is not known.</param>
public sealed class PersonalContent(Content content, NameFallbacks fallbacks, Func<Customer, string?> seller)
{
    // One UTF-16 unit has three bytes at the most, also after braces were made full-width.
    private const int MostBytesOfUnit = 3;

    private readonly int longestFallback = new[]
    {
        Content.LongestFallback,
        fallbacks.Customer.Length,
        fallbacks.Staff.Length,
        fallbacks.Store.Length,
    }.Max();

    public Content Of(Customer customer) => content.Render(customer.Name, fallbacks, seller(customer));

    /// <summary>How long anything filled in for this customer can be, in UTF-16 units.</summary>
    public int LongestName(Customer customer) =>
        Math.Max(longestFallback, Math.Max(customer.Name?.Length ?? 0, seller(customer)?.Length ?? 0));

    /// <summary>How long, in UTF-16 units, everything filled in may be without any text becoming too long for the channel.</summary>
    public int RoomForName(ChannelLimits limits) =>
        content.RoomForName(
            limits.TextLength,
            words => Capabilities.Length(words, limits.TextUnit),
            limits.TextUnit == TextUnit.Utf8Bytes ? MostBytesOfUnit : 1
        );
}
