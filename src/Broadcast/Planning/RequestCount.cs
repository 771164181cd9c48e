using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Broadcast.Planning;

/// <summary>How many requests carry a content to so many.</summary>
public static class RequestCount
{
    /// <summary>Of one account: one for each person where the content differs by person, and else as full as its channel takes.</summary>
    public static long Of(Content content, ChannelLimits limits, long recipients) =>
        content.DiffersByPerson ? recipients : (recipients + limits.RecipientsPerRequest - 1) / limits.RecipientsPerRequest;
}
