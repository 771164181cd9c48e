using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.Instagram;

public sealed class InstagramSubject() : PageSubject("instagram")
{
    public override ChannelId Channel => ChannelId.Instagram;

    public override string AccountId => "17841400000000001";

    public override string OtherAccountId => "17841400000000002";

    public override string Node => "me";

    public override (string Body, (string Name, string Value)[] Headers, string PlatformId) Good =>
        (
            """{"recipient_id":"2400000000000001","message_id":"aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlE"}""",
            [],
            "aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlE"
        );
}
