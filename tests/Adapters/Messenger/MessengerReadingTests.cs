using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.Messenger;

public sealed class MessengerReadingTests() : PageReadingContract(new MessengerSubject());
