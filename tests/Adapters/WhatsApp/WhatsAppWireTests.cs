using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed class WhatsAppWireTests() : WireContract(new WhatsAppSubject());
