using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Instagram;

/// <summary>What the house has to know of Instagram.</summary>
internal static class InstagramTraits
{
    /// <summary>The token is one of Instagram's own login, which has a host of its own.</summary>
    public const string Login = "InstagramLogin";

    public static readonly ChannelId Id = new("instagram");

    public static readonly ChannelTraits Value = new(Id, new("Instagram"))
    {
        Mark = "\U0001F7E3",
        Carries = new Dictionary<MessageSort, Surfaces>
        {
            [MessageSort.Text] = Surfaces.Both,
            [MessageSort.Image] = Surfaces.Both,
            [MessageSort.Video] = Surfaces.Phone,
            [MessageSort.File] = Surfaces.Phone,
        },
        OpensWindow = PageWindow.IsOpenedBy,
        Advice = MetaAdvice.Find,
        Settings = [.. MetaSettings.Shared, MetaSettings.Flag(Login)],
    };
}
