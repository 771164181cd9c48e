using Microsoft.Extensions.Options;
using OmoBroadcast.Storage.Settings;

namespace OmoBroadcast.Broadcast;

/// <summary>Says what is wrong with the send windows.</summary>
internal sealed class SendWindowValidation : IValidateOptions<SendWindowOptions>
{
    public ValidateOptionsResult Validate(string? name, SendWindowOptions options)
    {
        var faults = new SettingFaults("Omo:SendWindow");
        Check(faults, "", options);
        foreach (var (store, entry) in options.Stores)
            Check(faults, $"Stores:{store}:", options.Merged(entry));
        return faults.Result;
    }

    private static void Check(SettingFaults faults, string place, SendWindowEntry entry)
    {
        if (entry.IsAlways)
            return;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(entry.Zone ?? "", out _))
            faults.Must(false, $"{place}Zone '{entry.Zone}' is no time zone, such as Asia/Taipei");
        else if (Fault(entry) is { } fault)
            faults.Must(false, $"{place}Hours '{entry.Hours}', Closed '{entry.Closed}': {fault}");
    }

    private static string? Fault(SendWindowEntry entry)
    {
        try
        {
            _ = SendWindowOptions.Read(entry);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }
}
