using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.Instagram;

public sealed class InstagramReadingTests() : PageReadingContract(new InstagramSubject());
