using OmoBroadcast.Sandbox.Meta;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>How each platform writes its webhooks.</summary>
internal sealed class Voices(EventWriter line, PageVoice page, WhatsAppVoice whatsApp)
{
    public IVoice Of(Channel channel) => channel switch { Channel.Line => line, Channel.WhatsApp => whatsApp, _ => page };
}
