using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Messenger;

public sealed class MessengerWireTests() : WireContract(new MessengerSubject());
