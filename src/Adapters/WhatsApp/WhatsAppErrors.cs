using OmoBroadcast.Adapters.Meta;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>The codes of the Cloud API.</summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes/"/>
internal static class WhatsAppErrors
{
    /// <summary>Not on WhatsApp, ourselves, another country, an id of another kind, another person by now, and whoever asked for no
    /// more.</summary>
    public static bool IsLasting(string code) => code is "131021" or "131026" or "131050" or "130497" or "131062" or "137000";

    public static readonly ErrorTable Table = new(
        LostUpload,
        [
            .. GraphErrors.Everywhere,
            new(0, 0, Remedy.Stop),
            new(2, 0, Remedy.Unsure),
            new(131000, 0, Remedy.Unsure),
            // Too fast, or not now.
            new(130429, 0, Remedy.Pace, 1),
            new(131016, 0, Remedy.Pace, 30),
            new(131057, 0, Remedy.Pace, 60),
            new(133004, 0, Remedy.Pace, 30),
            new(134101, 0, Remedy.Pace, 600),
            new(2494100, 0, Remedy.Pace, 120),
            new(131056, 0, Remedy.Recipient, 6),
            // The recipient.
            new(130472, 0, Remedy.Drop),
            new(130497, 0, Remedy.Drop),
            new(131021, 0, Remedy.Drop),
            new(131026, 0, Remedy.Drop),
            new(131030, 0, Remedy.Drop),
            new(131047, 0, Remedy.Drop),
            new(131049, 0, Remedy.Drop),
            new(131062, 0, Remedy.Drop),
            new(137000, 0, Remedy.Drop),
            new(131050, 0, Remedy.Unsubscribed),
            // The message or the template.
            new(131008, 0, Remedy.Fix),
            new(131009, 0, Remedy.Fix),
            new(131014, 0, Remedy.Fix),
            new(131051, 0, Remedy.Fix),
            new(131053, 0, Remedy.Fix),
            new(131055, 0, Remedy.Fix),
            new(131063, 0, Remedy.Fix),
            new(132000, 0, Remedy.Fix),
            new(132001, 0, Remedy.Fix),
            new(132005, 0, Remedy.Fix),
            new(132007, 0, Remedy.Fix),
            new(132008, 0, Remedy.Fix),
            new(132012, 0, Remedy.Fix),
            new(132015, 0, Remedy.Template),
            new(132016, 0, Remedy.Template),
            new(132018, 0, Remedy.Fix),
            new(132068, 0, Remedy.Fix),
            new(132069, 0, Remedy.Fix),
            new(134100, 0, Remedy.Fix),
            new(135000, 0, Remedy.Fix),
            // The number or the business account.
            new(131005, 0, Remedy.Stop),
            new(131031, 0, Remedy.Stop),
            new(131037, 0, Remedy.Stop),
            new(131042, 0, Remedy.Stop),
            new(131044, 0, Remedy.Stop),
            new(131045, 0, Remedy.Stop),
            new(131048, 0, Remedy.Stop),
            new(131064, 0, Remedy.Stop),
            new(133000, 0, Remedy.Stop),
            new(133005, 0, Remedy.Stop),
            new(133006, 0, Remedy.Stop),
            new(133008, 0, Remedy.Stop),
            new(133009, 0, Remedy.Stop),
            new(133010, 0, Remedy.Stop),
            new(133015, 0, Remedy.Stop),
            new(133016, 0, Remedy.Stop),
            new(134011, 0, Remedy.Stop),
            new(134102, 0, Remedy.Stop),
        ]
    );

    /// <summary>For an upload that is gone, or was another account's, WhatsApp has no code of its own.</summary>
    private static GraphRule? LostUpload(GraphError error) =>
        error.Code is 100 or 131009 && error.Words.Contains("business account media attachment ID", StringComparison.OrdinalIgnoreCase)
            ? new(error.Code, 0, Remedy.Upload)
            : null;
}
