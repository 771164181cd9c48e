using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Pigeon;

public sealed class PigeonWireTests() : WireContract(new PigeonSubject());
