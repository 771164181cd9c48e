using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Messenger;

/// <summary>What the house has to know of Messenger.</summary>
internal static class MessengerTraits
{
    public static readonly ChannelId Id = new("messenger");

    public static readonly ChannelTraits Value = new(Id, new("Facebook"))
    {
        Mark = "\U0001F535",
        Carries = new Dictionary<MessageSort, Surfaces>
        {
            [MessageSort.Text] = Surfaces.Both,
            [MessageSort.Image] = Surfaces.Both,
            [MessageSort.Video] = Surfaces.Both,
            [MessageSort.File] = Surfaces.Both,
        },
        OpensWindow = PageWindow.IsOpenedBy,
        Advice = MetaAdvice.Find,
        Settings = MetaSettings.Shared,
    };
}
