using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Webhooks.People;

/// <summary>Every fault of the staff list at once, each naming its key or row.</summary>
internal sealed class StaffValidation : IValidateOptions<StaffOptions>
{
    public ValidateOptionsResult Validate(string? name, StaffOptions options)
    {
        var faults = new List<string>(options.Unreadable);
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in options.Entries)
        {
            if (string.IsNullOrWhiteSpace(entry.Id)) faults.Add($"{entry.Place}: Id is empty");
            else if (!known.TryAdd(entry.Id.Trim(), entry.Place)) faults.Add($"{entry.Place}: Id '{entry.Id}' is already in {known[entry.Id.Trim()]}");
            if (string.IsNullOrWhiteSpace(entry.Name)) faults.Add($"{entry.Place}: Name is empty");
            if (RoleOf(entry) is not { } role) faults.Add($"{entry.Place}: Role '{entry.Role}' is none of salesperson, manager, administrator");
            else if (role != Role.Administrator && string.IsNullOrWhiteSpace(entry.Store)) faults.Add($"{entry.Place}: Store is empty");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    public static Role? RoleOf(StaffEntry entry) =>
        Enum.TryParse<Role>(entry.Role?.Trim(), ignoreCase: true, out var role) && Enum.IsDefined(role) && !int.TryParse(entry.Role, out _) ? role : null;
}
