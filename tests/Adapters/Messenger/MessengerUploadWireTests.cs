using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Messenger;

public sealed class MessengerUploadWireTests() : UploadWireContract(new MessengerSubject(), "attachment_id");
