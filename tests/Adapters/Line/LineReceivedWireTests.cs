using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Line;

public sealed class LineReceivedWireTests() : ReceivedWireContract(new LineSubject())
{
    protected override IReceived Source(Uri platform) =>
        new LineSubject().Services(platform, Time).GetServices<IReceived>().Single(source => source.Id == ChannelId.Line);
}
