using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.Messenger;

public sealed class MessengerSubject() : PageSubject("page")
{
    public override ChannelId Channel => ChannelId.Messenger;

    public override string AccountId => "104455667788990";

    public override string OtherAccountId => "104455667788991";

    public override (string Body, (string Name, string Value)[] Headers, string PlatformId) Good =>
        (
            """{"recipient_id":"2400000000000001","message_id":"m_AbC-dEf_1"}""",
            [("X-App-Usage", """{"call_count":28,"total_time":25,"total_cputime":25}""")],
            "m_AbC-dEf_1"
        );

    public override Usage? GoodUsage => new(28, null);
}
