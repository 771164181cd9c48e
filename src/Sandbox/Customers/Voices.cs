using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>How each platform writes its webhooks.</summary>
internal sealed class Voices(IEnumerable<IVoice> all)
{
    private readonly IVoice[] _all = [.. all];

    public IVoice Of(Channel channel) => Array.Find(_all, voice => voice.Speaks(channel))!;
}
