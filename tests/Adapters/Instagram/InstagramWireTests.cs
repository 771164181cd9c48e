using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Instagram;

public sealed class InstagramWireTests() : WireContract(new InstagramSubject());
