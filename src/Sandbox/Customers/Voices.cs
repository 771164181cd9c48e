using OmoBroadcast.Sandbox.Meta;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>How each platform writes its webhooks.</summary>
internal sealed class Voices(EventWriter line, PageVoice page, WhatsAppVoice whatsApp, WeatherStation weather, SandboxClock clock)
{
    public IVoice Of(Channel channel) =>
        channel switch
        {
            Channel.Line => line,
            Channel.WhatsApp => whatsApp,
            _ => page,
        };

    /// <summary>Something that a customer does now, which counts against the account where the platform says so.</summary>
    public Told Write(PlatformAccount account, Customer customer, SayRequest say, long at)
    {
        (account as MetaAccount)?.Received(clock.Micros, weather.Meta(account.Channel));
        return Of(account.Channel).Write(account, customer, say, at);
    }
}
