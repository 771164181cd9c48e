using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed class WhatsAppUploadWireTests() : UploadWireContract(new WhatsAppSubject(), "id");
