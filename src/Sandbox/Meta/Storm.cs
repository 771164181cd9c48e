using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>What bad weather looks like at Meta.</summary>
internal static class Storm
{
    /// <summary>Nothing was taken.</summary>
    public static GraphAnswer? Before(Happening what, Channel channel, MetaWeather weather) =>
        what.Fault switch
        {
            Fault.Status401 => GraphErrors.BadToken.Answer(),
            Fault.Status429 => TooFast(channel, weather),
            Fault.Status500Before => ServerError(channel),
            Fault.ResetBefore => GraphAnswer.Cut,
            Fault.JunkBefore => GraphAnswer.JunkHtml,
            Fault.Error => GraphErrors.Scripted(channel, what.Error!).Answer(),
            _ => null,
        };

    /// <summary>It was taken, and this is said all the same.</summary>
    public static GraphAnswer? After(Fault fault, Channel channel) =>
        fault switch
        {
            Fault.Status500After => ServerError(channel),
            Fault.ResetAfter => GraphAnswer.Cut,
            Fault.JunkAfter => GraphAnswer.JunkJson,
            Fault.InvalidReplyAfter => GraphErrors.InvalidReply.Answer(),
            _ => null,
        };

    public static GraphAnswer TooFast(Channel channel, MetaWeather weather) =>
        GraphErrors.TooFast(weather.LimitCode ?? (channel == Channel.WhatsApp ? 130_429 : 613), weather.LimitStatus).Answer();

    private static GraphAnswer ServerError(Channel channel) =>
        (channel == Channel.WhatsApp ? GraphErrors.WhatsAppServerError : GraphErrors.ServerError).Answer();
}
