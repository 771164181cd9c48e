using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Pigeon;

public sealed class PigeonSendingTests() : SendingContract(new PigeonSubject());
