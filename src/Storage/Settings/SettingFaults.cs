using System.Globalization;
using Microsoft.Extensions.Options;

namespace OmoBroadcast.Storage.Settings;

/// <summary>Collects what is wrong with the settings of a section, each fault by its key.</summary>
public sealed class SettingFaults(string section)
{
    private readonly List<string> faults = [];

    public ValidateOptionsResult Result => faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

    /// <summary>A number within its limits; what is not set is within any.</summary>
    public SettingFaults Within(string key, double? value, double least, double most)
    {
        // No comparison holds of what is no number.
        return Must(
            value is null || (value >= least && value <= most),
            string.Create(CultureInfo.InvariantCulture, $"{key} must be {least} to {most}")
        );
    }

    /// <param name="holds">What has to be so.</param>
    /// <param name="words">The key, and what is wrong with it.</param>
    public SettingFaults Must(bool holds, string words)
    {
        if (!holds)
            faults.Add($"{section}:{words}");
        return this;
    }

    /// <summary>What <paramref name="read"/> says of a value whose key it names itself.</summary>
    public SettingFaults Readable(string value, Action<string> read)
    {
        try
        {
            if (value.Length > 0)
                read(value);
        }
        catch (InvalidOperationException wrong)
        {
            faults.Add(wrong.Message);
        }

        return this;
    }
}
