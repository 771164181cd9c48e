using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Pigeon;

public sealed class PigeonReadingTests() : ReadingContract(new PigeonSubject());
