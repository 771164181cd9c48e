using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Line;

public sealed class LineWireTests() : WireContract(new LineSubject());
